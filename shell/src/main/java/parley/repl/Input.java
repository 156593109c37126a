package parley.repl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text typed at the prompt is. */
sealed interface Input {
    /** Nothing but space. */
    record Nothing() implements Input {}

    /** Code of the prompt's language. */
    record Code(String code) implements Input {}

    /** {@code name?}: what is it? */
    record About(String name) implements Input {}

    /**
     * {@code %name arguments}.
     *
     * @param at where the arguments start in the text
     */
    record Call(String name, String arguments, int at) implements Input {}

    Pattern CALL = Pattern.compile("\\s*%(\\S*)\\s*(.*)", Pattern.DOTALL);
    Pattern ABOUT = Pattern.compile("\\s*([\\p{L}_$][\\p{L}\\p{N}_$.]*)\\s*\\?\\s*");

    static Input of(String text) {
        if (text.isBlank()) {
            return new Nothing();
        }
        Matcher call = CALL.matcher(text);
        if (call.matches()) {
            return new Call(call.group(1), call.group(2).stripTrailing(), call.start(2));
        }
        Matcher about = ABOUT.matcher(text);
        return about.matches() ? new About(about.group(1)) : new Code(text);
    }
}
