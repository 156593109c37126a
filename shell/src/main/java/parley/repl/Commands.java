package parley.repl;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import parley.trace.UserFailure;

/** All commands by name. Never changes. */
final class Commands {
    /** A name that needs more edits than this is not suggested. */
    private static final int NEAR = 2;

    private final Map<String, Command> byName;

    Commands(List<Command> all) {
        byName = all.stream()
                .collect(Collectors.toMap(Command::name, Function.identity(), (a, _) -> a, LinkedHashMap::new));
    }

    List<Command> all() {
        return List.copyOf(byName.values());
    }

    Optional<Command> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The command with this name.
     *
     * @throws UserFailure where there is none, with the nearest name
     */
    Command get(String name) {
        return find(name)
                .orElseThrow(() -> new UserFailure("unknown command: name=%" + name + "\n"
                        + nearest(name)
                                .map(near -> "Maybe %" + near + "?")
                                .orElse("Maybe %help, which lists them all")));
    }

    private Optional<String> nearest(String name) {
        return byName.keySet().stream()
                .filter(known -> (known.startsWith(name) && !name.isEmpty()) || distance(known, name) <= NEAR)
                .min(Comparator.<String, Boolean>comparing(known -> !known.startsWith(name))
                        .thenComparingInt(known -> distance(known, name)));
    }

    /** Levenshtein's: how many letters to insert, delete or replace. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
