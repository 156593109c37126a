package parley.java;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;
import parley.ship.PromptNames;

/** Values as JShell shows them, shortened where they are long. Runs the user's {@code toString}. Has no state. */
final class Values {
    private static final int ELEMENTS = 100;

    private Values() {}

    /** A text of about {@code width} characters at most. */
    static String show(@Nullable Object value, int width) {
        StringBuilder text = new StringBuilder();
        append(text, value, width);
        String line = PromptNames.typedIn(text.toString());
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    private static String lambda(Object value) {
        Class<?>[] types = value.getClass().getInterfaces();
        return types.length == 0 ? "<lambda>" : "<lambda, a " + types[0].getSimpleName() + ">";
    }

    private static void append(StringBuilder text, @Nullable Object value, int width) {
        switch (value) {
            case String s -> quote(text, s, '"', width);
            case Character c -> quote(text, String.valueOf(c), '\'', width);
            case null -> text.append("null");
            default -> {
                if (value.getClass().isArray()) {
                    appendArray(text, value, width);
                } else if (value.getClass().isHidden()) {
                    text.append(lambda(value));
                } else {
                    text.append(value);
                }
            }
        }
    }

    private static void appendArray(StringBuilder text, Object array, int width) {
        int length = Array.getLength(array);
        String type = array.getClass().getComponentType().getSimpleName();
        int brackets = type.indexOf('[');
        text.append(brackets < 0 ? type : type.substring(0, brackets))
                .append('[')
                .append(length)
                .append(']')
                .append(brackets < 0 ? "" : type.substring(brackets))
                .append(" { ");
        for (int i = 0; i < length && text.length() < width; i++) {
            if (i > 0) {
                text.append(", ");
            }
            if (i == ELEMENTS) {
                text.append("…");
                break;
            }
            append(text, Array.get(array, i), width);
        }
        text.append(length == 0 ? "}" : " }");
    }

    private static void quote(StringBuilder text, String value, char mark, int width) {
        text.append(mark);
        for (int i = 0; i < value.length() && text.length() <= width; i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (c == mark) {
                        text.append('\\').append(c);
                    } else if (Character.isISOControl(c)) {
                        text.append(String.format("\\%03o", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append(mark);
    }
}
