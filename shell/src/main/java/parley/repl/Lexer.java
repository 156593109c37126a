package parley.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds what has a colour, while somebody types: quick, and content with code that is not finished or wrong. Knows
 * words, not meaning. Has no state.
 */
abstract sealed class Lexer permits JavaLexer, PythonLexer {
    private final Set<String> keywords;

    Lexer(Set<String> keywords) {
        this.keywords = keywords;
    }

    static Lexer of(String language) {
        return language.equals("python") ? new PythonLexer() : new JavaLexer();
    }

    /** The end of the comment that starts at {@code at}, or {@code at} where none does. */
    abstract int comment(String code, int at);

    /** The end of the string that starts at {@code at}, or {@code at} where none does. */
    abstract int string(String code, int at);

    /** In order; what has no colour is left out. */
    final List<Token> tokens(String code) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < code.length()) {
            char c = code.charAt(at);
            int end;
            if ((end = comment(code, at)) > at) {
                tokens.add(new Token(Token.Kind.COMMENT, at, end));
            } else if ((end = string(code, at)) > at) {
                tokens.add(new Token(Token.Kind.STRING, at, end));
            } else if (isDigit(c) || (c == '.' && at + 1 < code.length() && isDigit(code.charAt(at + 1)))) {
                end = number(code, at);
                tokens.add(new Token(Token.Kind.NUMBER, at, end));
            } else if (Character.isJavaIdentifierStart(c)) {
                end = word(code, at);
                if (keywords.contains(code.substring(at, end)) && !isMember(code, at)) {
                    tokens.add(new Token(Token.Kind.KEYWORD, at, end));
                }
            } else {
                end = at + 1;
            }
            at = end;
        }
        return tokens;
    }

    /** The end of a string after its opening quotes; a short one ends with its line. */
    static int closing(String code, int from, String quotes) {
        boolean ofManyLines = quotes.length() > 1;
        for (int i = from; i < code.length(); i++) {
            if (code.startsWith(quotes, i)) {
                return i + quotes.length();
            }
            if (code.charAt(i) == '\\') {
                i++;
            } else if (code.charAt(i) == '\n' && !ofManyLines) {
                return i;
            }
        }
        return code.length();
    }

    static int endOfLine(String code, int at) {
        int end = code.indexOf('\n', at);
        return end < 0 ? code.length() : end;
    }

    static int word(String code, int at) {
        int end = at;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return end;
    }

    /** {@code 1}, {@code 0xff}, {@code 1_000L}, {@code 1.5e-3}, {@code 2j}: whatever digits and letters hang together. */
    private static int number(String code, int at) {
        int end = at;
        while (end < code.length()) {
            char c = code.charAt(end);
            boolean signOfExponent = (c == '-' || c == '+')
                    && (code.charAt(end - 1) | 0x20) == 'e'
                    && !code.startsWith("0x", at)
                    && !code.startsWith("0X", at);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '.' && !signOfExponent) {
                break;
            }
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether the word is behind a dot: {@code this.class} or {@code re.match} are names there. */
    private static boolean isMember(String code, int at) {
        return at > 0 && code.charAt(at - 1) == '.';
    }
}
