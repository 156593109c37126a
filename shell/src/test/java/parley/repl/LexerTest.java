package parley.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are shown as {@code k<word>}, {@code s<string>}, {@code n<number>}, {@code c<comment>}. */
class LexerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int n = 3;                   | k<int> n = n<3>;",
                "var s = \"a \\\" b\" + 'c';  | k<var> s = s<\"a \\\" b\"> + s<'c'>;",
                "x = 0xFF_00L + 1.5e-3f + .5; | x = n<0xFF_00L> + n<1.5e-3f> + n<.5>;",
                "a-1; 0xe-1                   | a-n<1>; n<0xe>-n<1>",
                "f(x); // 'not' \"strings\"   | f(x); c<// 'not' \"strings\">",
                "/* int */ int y              | c</* int */> k<int> y",
                "/* open                      | c</* open>",
                "\"open                       | s<\"open>",
                "Foo.class; interned; classy  | Foo.class; interned; classy",
                "return this.x                | k<return> k<this>.x",
                "'\\''                        | s<'\\''>",
            })
    void java(String code, String expected) {
        assertEquals(expected, marked("java", code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "def f(x): return x  # why    | k<def> f(x): k<return> x  c<# why>",
                "s = 'it' 's' + \"#no\"       | s = s<'it'> s<'s'> + s<\"#no\">",
                "f\"{x!r}\" + rb'\\x00' + R'' | s<f\"{x!r}\"> + s<rb'\\x00'> + s<R''>",
                "print(1_000, 2j, 1e+5)       | print(n<1_000>, n<2j>, n<1e+5>)",
                "classes.class_ = None        | classes.class_ = k<None>",
                "rf = from_ = bar'x'          | rf = from_ = bars<'x'>",
                "x = 5 if y else lambda: 0    | x = n<5> k<if> y k<else> k<lambda>: n<0>",
            })
    void python(String code, String expected) {
        assertEquals(expected, marked("python", code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "python"})
    void stringsOfManyLinesGoOn(String language) {
        assertEquals("x = s<\"\"\"a\n\"b\" c\"\"\"> + y", marked(language, "x = \"\"\"a\n\"b\" c\"\"\" + y"));
        assertEquals("s<\"\"\"open\nif>", marked(language, "\"\"\"open\nif"));
        assertEquals("s<\"open>\nk<if>", marked(language, "\"open\nif"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "python"})
    void everyBeginningOfACodeIsFine(String language) {
        String code = "for (x in rb'''\\'''): /* \"\"\" */ # \\ f'{a[\"b\"]}' 0x1e-5 .5. @\\\n%d \ud83d\ude00 'x";
        for (int end = 0; end <= code.length(); end++) {
            int last = 0;
            for (Token token : Lexer.of(language).tokens(code.substring(0, end))) {
                assertTrue(last <= token.start() && token.start() < token.end() && token.end() <= end);
                last = token.end();
            }
        }
    }

    private static String marked(String language, String code) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (Token token : Lexer.of(language).tokens(code)) {
            out.append(code, at, token.start())
                    .append(
                            token.kind() == Token.Kind.COMMENT
                                    ? 'c'
                                    : Character.toLowerCase(token.kind().name().charAt(0)));
            out.append('<').append(code, token.start(), token.end()).append('>');
            at = token.end();
        }
        return out.append(code.substring(at)).toString();
    }
}
