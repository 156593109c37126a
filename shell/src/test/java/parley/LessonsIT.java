package parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.ParleyProcess.Ended;

/** Notebooks run and lessons presented by a real {@code ./parley}. */
class LessonsIT {
    private static final Path ROOT = ParleyProcess.root();

    private static Path notebook(Path folder, String... sources) throws IOException {
        StringBuilder cells = new StringBuilder();
        for (String source : sources) {
            cells.append(cells.isEmpty() ? "" : ",")
                    .append("{\"cell_type\": \"code\", \"metadata\": {}, \"outputs\": [], \"source\": \"")
                    .append(source)
                    .append("\"}");
        }
        return Files.writeString(
                folder.resolve("n.ipynb"),
                "{\"nbformat\": 4, \"nbformat_minor\": 4, \"metadata\": {}, \"cells\": [" + cells + "]}");
    }

    private static Ended run(Path file) {
        return ParleyProcess.of("run", file.toString()).run();
    }

    @Test
    void theFirstNotebookRunsToItsEnd() {
        Ended ended = run(ROOT.resolve("notebooks/01_processes.ipynb"));
        assertEquals(0, ended.exit(), ended.err());
        String out = ended.out();
        for (String fact : new String[] {
            "in the child, n is 300",
            "in the parent, n is 3",
            "received: [0, 1, 4, 9, 16]",
            "steps to 1: [0, 1, 7, 2, 5, 8, 16, 3, 19, 6]"
        }) {
            assertTrue(out.lines().anyMatch(fact::equals), () -> "missing: " + fact + "\n" + out);
        }
        assertEquals(2, pids(out, "child"), out); // one for each language
        assertEquals(1, pids(out, "parent"), out); // both languages live in one session
        assertTrue(ended.err().contains("ZeroDivisionError"), ended.err());
    }

    @Test
    void theLanguagesShareWhatIsInTheSecondNotebook() {
        Ended ended = run(ROOT.resolve("notebooks/02_two_languages.ipynb"));
        assertEquals("", ended.err());
        assertEquals("""
                from Java: ['crane', 'stork', 'heron'] with 6 legs
                from Python: {crane=500, stork=500, heron=500}
                exit codes: [0, 0]
                Java got: {sum to 10=45, sum to 100=4950}
                Python got: [9, 16, 25]
                counted together: 4000
                Java gets the lock: false
                and now: true
                """, ended.out());
        assertEquals(0, ended.exit());
    }

    @Test
    void theLanguagesShareTheManagersOfTheThirdNotebook() {
        Ended ended = run(ROOT.resolve("notebooks/03_one_manager.ipynb"));
        assertEquals("", ended.err());
        assertEquals("""
                in Python: [1, 2] [9]
                in Java: {java=2, python=[1, 2], squares=[9, 16]}
                counted: {tea=2}
                Python sees: {'tea': 2}
                """, ended.out());
        assertEquals(0, ended.exit());
    }

    @Test
    void aVariableThatCannotCrossIsNamed(@TempDir Path folder) throws IOException {
        Ended ended = run(notebook(
                folder,
                "import parley\\nclass C: pass\\nc = [1, C()]\\nn = None",
                "%%java\\nrecord P(int x) {}\\nvar p = new P(3);\\nint[] ints = {1, 2};\\n(Object) py(\\\"n\\\")",
                "for name in ('p', 'q', 'ints'):\\n  try: print(parley.java(name))\\n"
                        + "  except (NameError, TypeError) as e: print(type(e).__name__, e)",
                "%%java\\nfor (var name : List.of(\\\"c\\\", \\\"parley\\\")) try { py(name); }"
                        + " catch (Exception e) { System.out.println(e.getMessage()); }"));
        assertEquals("""
                null
                TypeError variable cannot cross to the other language: language=java, name=p, type=P
                Maybe make numbers, text, lists or maps of it
                NameError no such variable: language=java, name=q
                Maybe one of these: p, ints
                [1, 2]
                variable cannot cross to the other language: language=python, name=c, type=C
                Maybe make numbers, text, lists or maps of it
                no such variable: language=python, name=parley
                Maybe one of these: C, c, n, name
                """, ended.out(), ended.err());
    }

    private static long pids(String out, String who) {
        return out.lines()
                .filter(line -> line.startsWith("the " + who + " is process "))
                .distinct()
                .count();
    }

    @Test
    void cellsOfBothLanguagesShareOneSessionAndLastValuesArePrinted(@TempDir Path folder) throws IOException {
        Ended ended = run(notebook(folder, "a = 20", "%%java\\nint b = 22;\\nb", "a + 1", "print('x')"));
        assertEquals(0, ended.exit(), ended.err());
        assertEquals("22\n21\nx\n", ended.out());
    }

    @Test
    void aFailedCellEndsTheRunAndIsNamed(@TempDir Path folder) throws IOException {
        Ended ended = run(notebook(folder, "print('one')", "1 / 0", "print('three')"));
        assertEquals(1, ended.exit());
        assertEquals("one\n", ended.out());
        assertTrue(ended.err().contains("ZeroDivisionError"), ended.err());
        assertTrue(ended.err().endsWith("cell 2 failed: 1 / 0\n"), ended.err());
    }

    @Test
    void whatIsNoNotebookGivesOneClearMessage(@TempDir Path folder) throws IOException {
        Ended ended = run(Files.writeString(folder.resolve("n.ipynb"), "print(1)\n"));
        assertFalse(ended.exit() == 0);
        assertEquals("", ended.out());
        assertTrue(ended.err().contains("not a notebook: file="), ended.err());
        assertFalse(ended.err().contains("\tat "), ended.err());
    }

    @Test
    void aScriptIsPresentedStepByStep() {
        String script = ROOT.resolve("scripts/03_pool.py").toString();
        Ended ended = ParleyProcess.of("present", script).input("\n".repeat(20)).run();
        assertEquals(0, ended.exit(), ended.err());
        String out = ended.out();
        int shown = out.indexOf("later.get()");
        int ran = out.indexOf("primes in the next thousand: 110", shown);
        assertTrue(out.contains("step 1/3") && shown > 0 && ran > shown, out);
        assertTrue(out.contains("end of: A pool with results"), out);
    }
}
