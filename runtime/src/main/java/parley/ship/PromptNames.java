package parley.ship;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of classes typed at the prompt. JShell puts each snippet into a wrapper class, and the user's own classes
 * into their wrapper:
 *
 * <pre>
 *   REPL.$JShell$5       the wrapper of snippet 5; its static fields are the user's variables
 *   REPL.$JShell$5B      the same, declared anew in a way that no redefinition allows
 *   REPL.$JShell$5_7     overloads that call each other share a wrapper
 *   REPL.$JShell$5$Point the user's class Point
 * </pre>
 */
public final class PromptNames {
    private static final String PACKAGE = "REPL.";
    private static final Pattern WRAPPER =
            Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*(?:_\\d+[A-Z]*)*(?<tail>\\$.+)?");
    /** As a wrapper is written in a class file, in any kind of descriptor or signature. */
    static final Pattern INTERNAL = Pattern.compile("REPL/\\$JShell\\$[^;<>()\\[:./]+");

    private PromptNames() {}

    /**
     * Whether a class was typed at the prompt.
     *
     * @param name with dots
     * @return true for wrappers and for what is in them
     */
    public static boolean isPrompt(String name) {
        return name.startsWith(PACKAGE);
    }

    /**
     * Whether a class is JShell's wrapper of a snippet rather than a class of the user.
     *
     * @param name with dots
     * @return true for wrappers only
     */
    public static boolean isWrapper(String name) {
        Matcher matcher = WRAPPER.matcher(name);
        return matcher.matches() && matcher.group("tail") == null;
    }

    /**
     * The name as the user typed it.
     *
     * @param name with dots
     * @return {@code Point}, {@code Outer$Inner}; empty for a wrapper; any other class's name as it is
     */
    public static String typed(String name) {
        Matcher matcher = WRAPPER.matcher(name);
        if (!matcher.matches()) {
            return name;
        }
        String tail = matcher.group("tail");
        return tail == null ? "" : tail.substring(1);
    }

    static String dotted(String internal) {
        return internal.replace('/', '.');
    }
}
