package parley.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.demo.Step.Code;
import parley.demo.Step.Narration;
import parley.trace.UserFailure;

class ScriptReaderTest {
    private static List<Step> python(String text) {
        return ScriptReader.read("s.py", "python", PythonLines.of(text)).steps();
    }

    private static List<Step> java(String text) {
        return ScriptReader.read("s.jsh", "java", JavaLines.of(text)).steps();
    }

    private static Code py(int line, String source) {
        return new Code("python", source, line, false);
    }

    private static Code jv(int line, String source) {
        return new Code("java", source, line, false);
    }

    @Test
    void theDocstringIsTheIntroductionAndItsFirstLineTheTitle() {
        Lesson lesson = ScriptReader.read("s.py", "python", PythonLines.of("""
                #!/usr/bin/env python3
                \"""Two processes.

                They run at once.
                \"""
                import os
                """));
        assertEquals("Two processes", lesson.title());
        assertEquals(
                List.of(new Narration("# Two processes\n\nThey run at once."), py(6, "import os")), lesson.steps());
    }

    @Test
    void aCommentAboveCodeIsItsNarration() {
        assertEquals(
                List.of(
                        new Narration("# First"),
                        py(2, "a = 1\n\nb = 2"),
                        new Narration("Second,\nin two lines."),
                        py(8, "c = 3  # not this one")),
                python("""
                        # First
                        a = 1

                        b = 2

                        # Second,
                        # in two lines.
                        c = 3  # not this one
                        """));
    }

    @Test
    void aPythonCellIsNeverCutInsideAStatement() {
        String whole = """
                text = \"""
                # no comment
                \"""
                total = (1 +
                # nor this
                2)
                long = 1 + \\
                2
                def f():
                    x = "#"

                # nor this, the body goes on

                    return x
                if total:
                    pass
                # nor this
                else:
                    pass
                @f
                # nor this
                def g(): pass""";
        assertEquals(List.of(py(1, whole)), python(whole));
    }

    @Test
    void aJavaCellIsNeverCutInsideAStatement() {
        String whole = """
                String text = \"""
                // no comment "
                \""";
                int total = 1 +
                // nor this
                2;
                void f() {
                // nor this
                /* nor
                this } */
                }
                if (total > '}') { f(); }
                // nor this
                else { f(); }
                @Deprecated
                // nor this
                void g() {}""";
        assertEquals(List.of(jv(1, whole)), java(whole));
    }

    @Test
    void javaCommentsOfEveryKindAreNarration() {
        assertEquals(
                List.of(
                        new Narration("# Title\n\nIdea:\n    code"),
                        jv(6, "int a = 1;"),
                        new Narration("Second."),
                        jv(9, "int b = 2;"),
                        new Narration("Third."),
                        jv(11, "/exit")),
                java("""
                        // Title.
                        //
                        // Idea:
                        //     code

                        int a = 1;

                        /** Second. */
                        int b = 2;
                        // Third.
                        /exit
                        """));
    }

    @Test
    void aBlockCommentLosesItsMarks() {
        assertEquals(List.of(new Narration("# Title\n\n* one\n* two"), jv(6, "f();")), java("""
                /*
                 * Title.
                 *
                 * * one
                 * * two */
                f();
                """));
    }

    @Test
    void codeBehindACommentOnItsLineIsKept() {
        assertEquals(List.of(jv(1, "/* a */ int a = 1;")), java("/* a */ int a = 1;\n"));
    }

    @Test
    void aScriptWithMarkersIsCutAtMarkersOnly() {
        assertEquals(
                List.of(
                        new Narration("## Setup"),
                        py(2, "a = 1\n# stays\nb = 2"),
                        new Narration("Only words."),
                        new Narration("Words."),
                        py(9, "c = 3")),
                python("""
                        # %% Setup
                        a = 1
                        # stays
                        b = 2
                        # %% [markdown]
                        # Only words.
                        # %%
                        # Words.
                        c = 3
                        """));
    }

    @Test
    void everyLineOfCodeIsInOneStepAndInOrder() {
        String text = "# a\nx\n# b\n\n# c\ny\n\n\nz\n# d\n";
        String code = python(text).stream()
                .filter(Code.class::isInstance)
                .map(step -> ((Code) step).source())
                .reduce("", (one, two) -> one + two + "|");
        assertEquals("x|y\n\n\nz|", code);
    }

    @Test
    void anEmptyScriptHasNoSteps() {
        assertEquals(List.of(), python(""));
        assertEquals(List.of(), java("\n\n"));
    }

    @Test
    void whatIsNoLessonIsRefusedByItsNameOrItsBytes(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "x");
        Path latin = Files.write(folder.resolve("a.py"), new byte[] {'#', (byte) 0xe9});
        assertTrue(message(text).startsWith("not a lesson: file=" + text));
        assertEquals("not a text in UTF-8: file=" + latin, message(latin));
        assertEquals("no such file: file=" + folder.resolve("b.py"), message(folder.resolve("b.py")));
    }

    private static String message(Path file) {
        return assertThrows(UserFailure.class, () -> Lesson.read(file)).getMessage();
    }
}
