package parley.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.demo.Step.Code;
import parley.demo.Step.Narration;
import parley.eval.Backend;

class PresenterTest {
    private static final Lesson LESSON = new Lesson(
            "Talk",
            "python",
            List.of(
                    new Narration("# Talk\n\nHello."),
                    new Code("python", "one", 9, false),
                    new Code("python", "fail", 12, false),
                    new Narration("Bye.")));

    private final EchoBackend python = new EchoBackend("python");

    /** Keys in, text out. */
    private String present(Lesson lesson, String keys, boolean coloured) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, Backend> backends = Map.of("python", python);
        Stage stage = new StreamStage(new StringReader(keys), new PrintStream(out), 60, coloured);
        new Presenter(backends, stage).present(lesson);
        return out.toString();
    }

    @Test
    void eachStepIsShownWithItsNarrationAndRunsOnEnter() {
        assertEquals("""

                step 1/3

                Talk
                ====

                Hello.

                python:
                 9  one
                [1/3  Enter: run, b: back, q: quit] python one
                [1/3  Enter: next, r: run again, b: back, q: quit]\s
                step 2/3

                python:
                 12  fail
                [2/3  Enter: run, b: back, q: quit] it failed
                [2/3  Enter: next, r: run again, b: back, q: quit]\s
                step 3/3

                Bye.
                [3/3  Enter: next, b: back, q: quit] end of: Talk
                """, present(LESSON, "\n\n\n\n\n", false));
    }

    @Test
    void wordsThatFollowWordsAreAStepOfTheirOwn() {
        Lesson lesson = new Lesson(
                "t",
                "python",
                List.of(new Narration("One."), new Narration("Two."), new Code("python", "x", 1, false)));
        String text = present(lesson, "\nq\n", false);
        assertTrue(text.contains("One.\n[1/2") && text.contains("Two.\n\npython:\n 1  x\n[2/2"), text);
    }

    @Test
    void nothingRunsBeforeEnter() {
        present(LESSON, "q\n", false);
        assertEquals(List.of(), python.ran);
    }

    @Test
    void theEndOfTheInputEndsThePresentation() {
        String text = present(LESSON, "\n", false);
        assertEquals(List.of("one"), python.ran);
        assertFalse(text.contains("step 2/3"), text);
    }

    @Test
    void rRunsTheCodeAgainAndBShowsTheStepBefore() {
        String text = present(LESSON, "\nr\nr\n\nb\nq\n", false);
        assertEquals(List.of("one", "one", "one"), python.ran);
        assertEquals(2, text.split("step 1/3", -1).length - 1);
        assertEquals(1, text.split("step 2/3", -1).length - 1);
    }

    @Test
    void bAtTheFirstStepShowsItAgain() {
        assertEquals(3, present(LESSON, "b\nb\nq\n", false).split("step 1/3", -1).length - 1);
    }

    @Test
    void anUnknownKeyAsksAgain() {
        String text = present(LESSON, "what\nq\n", false);
        assertEquals(2, text.split("Enter: run", -1).length - 1);
        assertEquals(List.of(), python.ran);
    }

    @Test
    void codeThatLeavesDoesNotEndThePresentation() {
        Lesson lesson = new Lesson("t", "python", List.of(new Code("python", "leave", 1, false), new Narration("On.")));
        String text = present(lesson, "\n\n\n", false);
        assertTrue(text.contains("the code asked to leave: status=7"), text);
        assertTrue(text.contains("On."), text);
    }

    @Test
    void escapeSequencesComeFromThePresenterOnly() {
        Lesson lesson = new Lesson(
                "t", "python", List.of(new Narration("a\u001b[2Jb"), new Code("python", "c\u001b]0;d", 1, false)));
        assertFalse(present(lesson, "\n\n", false).contains("\u001b"));
        String coloured = present(lesson, "\n\n", true);
        assertTrue(coloured.contains("\u001b[36m"), coloured);
        assertFalse(coloured.contains("\u001b[2J"), coloured);
    }
}
