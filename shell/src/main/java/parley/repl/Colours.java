package parley.repl;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.trace.FailureKind;

/** Which colour means what. All of them are among the terminal's own sixteen, so that its theme holds. */
final class Colours {
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

    static final AttributedStyle COMMAND = PLAIN.bold();

    private Colours() {}

    /** Whether the user wants any: see no-color.org. */
    static boolean wanted() {
        String no = System.getenv("NO_COLOR");
        return (no == null || no.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    static AttributedStyle of(Token.Kind kind) {
        return switch (kind) {
            case KEYWORD -> PLAIN.foreground(AttributedStyle.MAGENTA);
            case STRING -> PLAIN.foreground(AttributedStyle.GREEN);
            case NUMBER -> PLAIN.foreground(AttributedStyle.CYAN);
            case COMMENT -> PLAIN.foreground(AttributedStyle.BRIGHT + AttributedStyle.BLACK);
        };
    }

    /** How the first word of a failure looks, so that the four kinds cannot be mixed up. */
    static AttributedStyle of(FailureKind kind) {
        return switch (kind) {
            case USER -> PLAIN.foreground(AttributedStyle.RED);
            case STOPPED -> PLAIN.foreground(AttributedStyle.YELLOW);
            case DIED -> PLAIN.foreground(AttributedStyle.MAGENTA).bold();
            case BUG -> PLAIN.foreground(AttributedStyle.RED).inverse();
        };
    }

    /** Code as it is shown while it is edited. */
    static AttributedString code(String code, Lexer lexer) {
        AttributedStringBuilder out = new AttributedStringBuilder(code.length());
        append(out, code, lexer);
        return out.toAttributedString();
    }

    static void append(AttributedStringBuilder out, String code, Lexer lexer) {
        int at = 0;
        for (Token token : lexer.tokens(code)) {
            out.append(code, at, token.start());
            out.styled(of(token.kind()), code.substring(token.start(), token.end()));
            at = token.end();
        }
        out.append(code, at, code.length());
    }
}
