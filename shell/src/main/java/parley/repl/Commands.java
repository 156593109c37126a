package parley.repl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import parley.trace.UserFailure;

/** All commands by name. Never changes. */
final class Commands {
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
        return find(name).orElseThrow(() -> new UserFailure("unknown command: name=%" + name + maybe(name)));
    }

    private String maybe(String name) {
        String near = Nearest.maybe(
                "%" + name, byName.keySet().stream().map(known -> "%" + known).toList());
        return near.isEmpty() ? "\nMaybe %help, which lists them all" : near;
    }
}
