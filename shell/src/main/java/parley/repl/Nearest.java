package parley.repl;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The known name that a mistyped one comes nearest to: of a command, a file, a language, an option. */
public final class Nearest {
    private Nearest() {}

    private static final int LETTERS = 2; // of a beginning: one says too little

    /**
     * A second line for an error message: the only one that begins so, else the nearest.
     *
     * @param typed what is not known
     * @param known what is
     * @return a new line and {@code Maybe NAME}; empty where none is near
     */
    public static String maybe(String typed, Collection<String> known) {
        List<String> begun = known.stream().filter(name -> begins(typed, name)).toList();
        if (begun.size() == 1) {
            return "\nMaybe " + begun.getFirst();
        }
        return known.stream()
                .filter(name -> isNear(typed, name))
                .min(Comparator.comparingInt(name -> distance(typed, name)))
                .map(name -> "\nMaybe " + name)
                .orElse("");
    }

    private static boolean begins(String typed, String name) {
        return typed.chars().filter(Character::isLetter).count() >= LETTERS
                && name.regionMatches(true, 0, typed, 0, typed.length());
    }

    /**
     * Whether at most a third of the longer one was mistyped. A folder or an extension that both have makes them no
     * more alike; two neighbours swapped are one mistake, and letters in the wrong case are none.
     */
    private static boolean isNear(String typed, String name) {
        int start = sharedFolder(typed, name);
        int end = sharedExtension(typed, name);
        String a = typed.substring(start, typed.length() - end);
        String b = name.substring(start, name.length() - end);
        return 3 * distance(a, b) <= Math.max(a.length(), b.length());
    }

    private static int sharedFolder(String a, String b) {
        int end = a.lastIndexOf('/') + 1;
        return b.lastIndexOf('/') + 1 == end && a.regionMatches(0, b, 0, end) ? end : 0;
    }

    private static int sharedExtension(String a, String b) {
        int dot = a.lastIndexOf('.');
        return dot > a.lastIndexOf('/') && b.endsWith(a.substring(dot)) ? a.length() - dot : 0;
    }

    /** How many characters, in whatever case, must be added, removed, replaced or swapped with their neighbour (Damerau, restricted). */
    private static int distance(String typed, String name) {
        String a = typed.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
