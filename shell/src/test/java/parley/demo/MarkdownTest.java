package parley.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    private static String draw(String text) {
        return String.join("\n", Markdown.draw(text, 24, new Ink(false)));
    }

    @Test
    void paragraphsAreFilledToTheWidth() {
        assertEquals(
                "one two three four five\nsix seven\n\neight", draw("one two\nthree four five six\nseven\n\neight"));
    }

    @Test
    void aWordThatIsTooLongHasItsOwnLine() {
        assertEquals("a\nabcdefghijklmnopqrstuvwxyz\nb", draw("a abcdefghijklmnopqrstuvwxyz b"));
    }

    @Test
    void headingsAreUnderlined() {
        assertEquals("Big\n===\nSmaller\n-------\nSmall", draw("# Big\n## Smaller ##\n### Small"));
    }

    @Test
    void listItemsHangUnderTheirMarks() {
        assertEquals(
                "- one two three four\n  five six\n  - inner\n10. ten eleven twelve\n    thirteen",
                draw("- one two three four five\n  six\n  - inner\n10. ten eleven twelve thirteen"));
    }

    @Test
    void codeBlocksAreIndentedAndNeverFilled() {
        assertEquals(
                "Look:\n    x = 1\n      y = *2*\nDone.\n\n    a  b",
                draw("Look:\n```python\nx = 1\n  y = *2*\n```\nDone.\n\n    a  b"));
    }

    @Test
    void quotesAndTablesKeepTheirMarks() {
        assertEquals(
                "> one two three four\n> five\n\n| a | b |\n| 1 | 2 |",
                draw("> one two three four\n> five\n\n| a | b |\n| 1 | 2 |"));
    }

    @Test
    void spansLoseTheirMarksAndKeepTheirCode() {
        assertEquals("bold slanted `q.get()`", draw("**bold** *slanted* `q.get()`"));
        assertEquals("2 * 3 * 4 and a*b*c", draw("2 * 3 * 4 and a*b*c"));
        assertEquals("text (http://x), then", draw("[text](http://x), then"));
    }

    @Test
    void colourIsPerWordSoThatLinesMayBreakInsideASpan() {
        List<String> lines = Markdown.draw("**bold words**.", 5, new Ink(true));
        assertEquals(List.of("\u001b[1mbold\u001b[0m", "\u001b[1mwords\u001b[0m."), lines);
    }

    @Test
    void colourTakesNoRoom() {
        assertEquals(
                1, Markdown.draw("**one** **two** **three**", 13, new Ink(true)).size());
    }
}
