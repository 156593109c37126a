package parley.repl;

import java.util.Set;

/** Java: text blocks, character literals, both kinds of comment. */
final class JavaLexer extends Lexer {
    private static final Set<String> KEYWORDS = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum"
                            + " extends final finally float for goto if implements import instanceof int interface"
                            + " long native new package private protected public return short static strictfp super"
                            + " switch synchronized this throw throws transient try void volatile while true false"
                            + " null var record sealed permits yield when")
                    .split(" "));

    private static final String TEXT_BLOCK = "\"\"\"";

    JavaLexer() {
        super(KEYWORDS);
    }

    @Override
    int comment(String code, int at) {
        if (code.startsWith("//", at)) {
            return endOfLine(code, at);
        }
        if (code.startsWith("/*", at)) {
            int end = code.indexOf("*/", at + 2);
            return end < 0 ? code.length() : end + 2;
        }
        return at;
    }

    @Override
    int string(String code, int at) {
        if (code.startsWith(TEXT_BLOCK, at)) {
            return closing(code, at + TEXT_BLOCK.length(), TEXT_BLOCK);
        }
        return switch (code.charAt(at)) {
            case '"' -> closing(code, at + 1, "\"");
            case '\'' -> closing(code, at + 1, "'");
            default -> at;
        };
    }
}
