package parley.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.demo.Step.Code;
import parley.demo.Step.Narration;
import parley.trace.UserFailure;

class NotebookRunnerTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Step... steps) {
        return new NotebookRunner(EchoBackend.both(), new PrintStream(out), new PrintStream(err))
                .run(new Lesson("t", "python", List.of(steps)));
    }

    private static Code code(String source) {
        return new Code("python", source, 1, false);
    }

    @Test
    void cellsRunInOrderEachInItsLanguageAndValuesArePrinted() {
        assertEquals(0, run(code("a"), new Narration("text"), new Code("java", "b", 1, false), code("quiet")));
        assertEquals("python a\njava b\n", out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void theFirstFailedCellEndsTheRunAndIsNamed() {
        assertEquals(1, run(code("a"), new Narration("text"), code("\n fail"), code("b")));
        assertEquals("python a\n", out.toString());
        assertEquals("it failed\ncell 2 failed: fail\n", err.toString());
    }

    @Test
    void aCellThatMayFailDoesNotEndTheRun() {
        assertEquals(0, run(new Code("python", "fail", 1, true), code("b")));
        assertEquals("python b\n", out.toString());
        assertEquals("it failed\n", err.toString());
    }

    @Test
    void anInterruptEndsTheRunEvenWhereACellMayFail() {
        assertEquals(130, run(new Code("python", "stop", 1, true), code("b")));
        assertEquals("", out.toString());
    }

    @Test
    void aCellThatLeavesGivesTheStatus() {
        assertEquals(7, run(code("leave"), code("b")));
        assertEquals("", out.toString());
    }

    @Test
    void noCellRunsIfALanguageIsMissing() {
        EchoBackend python = new EchoBackend("python");
        NotebookRunner runner =
                new NotebookRunner(Map.of("python", python), new PrintStream(out), new PrintStream(err));
        Lesson lesson = new Lesson("t", "python", List.of(code("a"), new Code("r", "b", 1, false)));
        UserFailure failure = assertThrows(UserFailure.class, () -> runner.run(lesson));
        assertEquals("no such language: language=r\nMaybe java or python", failure.getMessage());
        assertEquals(List.of(), python.ran);
    }
}
