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
 *   REPL.$JShell$5v1     a later version of the wrapper's methods, to which the first one forwards
 *   REPL.$JShell$5$Point the user's class Point
 * </pre>
 */
public final class PromptNames {
    private static final String PACKAGE = "REPL.";
    private static final String NAME = "REPL\\.\\$JShell\\$\\d+[A-Z]*(?:_\\d+[A-Z]*)*";
    private static final Pattern WRAPPER = Pattern.compile(NAME + "(?:v\\d+)?(?<tail>\\$.+)?");
    private static final Pattern WITHIN_TEXT = Pattern.compile(NAME + "(?:v\\d+)?[.$]");
    private static final Pattern VERSION = Pattern.compile("(" + NAME + ")v\\d+");
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

    /**
     * A text with all names in it as the user typed them.
     *
     * @param text such as a message or what {@code toString} gave
     * @return the same without JShell's wrappers
     */
    public static String typedIn(String text) {
        return text.contains(PACKAGE) ? WITHIN_TEXT.matcher(text).replaceAll("") : text;
    }

    /**
     * The name of a later version of a wrapper.
     *
     * @param wrapper its first name
     * @param number unique in the session
     * @return another wrapper's name
     */
    public static String version(String wrapper, int number) {
        return wrapper + "v" + number;
    }

    /**
     * The first name of a wrapper.
     *
     * @param name of any class
     * @return without {@link #version}; any other name as it is
     */
    public static String withoutVersion(String name) {
        Matcher matcher = VERSION.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }

    static String dotted(String internal) {
        return internal.replace('/', '.');
    }
}
