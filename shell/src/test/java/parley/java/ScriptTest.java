package parley.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.eval.Outcome;

class ScriptTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void aScriptRunsStatementByStatement() {
        Outcome outcome = run("""
                #!/usr/bin/env parley
                // definitions in any order
                int g(int x) { return f(x); }
                int f(int x) {
                    return x + 1;
                }

                for (int i : range(2)) {
                    System.out.println(g(i));
                }
                if (f(1) == 2)
                    System.out.println("yes");
                else
                    System.out.println("no");
                """);
        assertEquals(new Outcome.Done(), outcome);
        assertEquals("1\n2\nyes\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void itsArgumentsAreAList() {
        run("for (var a : args) System.out.println(a.length() + a);", "x", "a b", "\"q\\\"", "é\n");
        assertEquals("1x\n3a b\n4\"q\\\"\n2é\n\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anErrorOfTheCompilerHasFileAndLine() {
        Outcome.Failed failed = assertInstanceOf(
                Outcome.Failed.class, run("int a = 1;\n\nint b = a +\n    missing;\nSystem.out.println(1);\n"));
        assertEquals("""
                t.jsh:4: error: cannot find symbol
                    missing;
                    ^
                  symbol:   variable missing""", failed.text());
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anExceptionHasFileAndLineAndEndsTheScript() {
        Outcome.Failed failed = assertInstanceOf(
                Outcome.Failed.class,
                run("int f(int x) {\n  return 1 / x;\n}\nSystem.out.println(1);\nf(0);\nSystem.out.println(2);\n"));
        assertEquals("java.lang.ArithmeticException: / by zero\n    at f (t.jsh:2)\n    at t.jsh:5", failed.text());
        assertEquals("1\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void itLeavesWithTheExitCodeThatItSays() {
        assertEquals(new Outcome.Left(3), run("System.out.println(1);\n/exit 3\nSystem.out.println(2);"));
        assertEquals(new Outcome.Left(0), run("/exit"));
        assertEquals(new Outcome.Left(4), run("int code = 2;\n/exit code * 2"));
        assertEquals(new Outcome.Left(5), run("void leave() { System.exit(5); }\nleave();\nSystem.out.println(2);"));
        assertEquals("1\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void itMayOpenAnother(@TempDir Path folder) throws IOException {
        Path other = folder.resolve("other.jsh");
        Files.writeString(other, "int fromOther() {\n  return 1 / 0;\n}\n");
        Outcome.Failed failed =
                assertInstanceOf(Outcome.Failed.class, run("/open DEFAULT\n/open " + other + "\nfromOther();\n"));
        assertEquals(
                "java.lang.ArithmeticException: / by zero\n    at fromOther (" + other + ":2)\n    at t.jsh:3",
                failed.text());
        Outcome.Failed missing = assertInstanceOf(Outcome.Failed.class, run("\n/open nowhere.jsh"));
        assertEquals("t.jsh:2: file cannot be read: file=nowhere.jsh", missing.text());
    }

    @Test
    void anUnknownCommandIsAnError() {
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, run("int a;\n/vars\n"));
        assertEquals("t.jsh:2: command is not known here: command=/vars\nMaybe /exit or /open", failed.text());
    }

    private Outcome run(String code, String... args) {
        PrintStream before = System.out;
        try (JavaBackend backend = new JavaBackend()) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            return backend.run("t.jsh", code, List.of(args));
        } finally {
            System.setOut(before);
        }
    }
}
