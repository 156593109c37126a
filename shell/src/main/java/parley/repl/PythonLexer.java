package parley.repl;

import java.util.Set;

/** Python: prefixes as in {@code rb'...'} and {@code f"..."}, strings in three quotes. */
final class PythonLexer extends Lexer {
    private static final Set<String> KEYWORDS = Set.of(
            ("False None True and as assert async await break class continue def del elif else except finally for"
                            + " from global if import in is lambda nonlocal not or pass raise return try while with yield")
                    .split(" "));

    private static final Set<String> PREFIXES = Set.of("r", "b", "u", "f", "t", "rb", "br", "rf", "fr", "rt", "tr");

    PythonLexer() {
        super(KEYWORDS);
    }

    @Override
    int comment(String code, int at) {
        return code.charAt(at) == '#' ? endOfLine(code, at) : at;
    }

    @Override
    int string(String code, int at) {
        int quote = at;
        while (quote < code.length() && quote < at + 2 && Character.isLetter(code.charAt(quote))) {
            quote++;
        }
        String prefix = code.substring(at, quote).toLowerCase(java.util.Locale.ROOT);
        if (quote >= code.length() || !(prefix.isEmpty() || PREFIXES.contains(prefix))) {
            return at;
        }
        for (String one : new String[] {"\"", "'"}) {
            if (code.startsWith(one.repeat(3), quote)) {
                return closing(code, quote + 3, one.repeat(3));
            }
            if (code.startsWith(one, quote)) {
                return closing(code, quote + 1, one);
            }
        }
        return at;
    }
}
