package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;

/** What processes share, by each start method, beside CPython itself. */
class SharedIT {
    @TempDir
    Path temp;

    private static Path script(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SharedIT.class.getResource(name)).toURI());
    }

    private static String cpython(String... command) throws InterruptedException {
        try {
            Process python =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            python.getOutputStream().close();
            String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, python.waitFor(), out);
            return out;
        } catch (IOException e) {
            assumeTrue(false, "no python3 here");
            return "";
        }
    }

    @Test
    void noPublicNameIsLeftOutWithoutAReason() throws Exception {
        assumeTrue(!cpython("python3", "--version").isEmpty());
        Ended ended = ParleyProcess.of("run", "scripts/conformance.py", "short").run();
        assertEquals("", ended.err());
        assertFalse(ended.out().contains("NOT ARGUED"), ended.out());
        assertTrue(ended.out().contains("done: "), ended.out());
    }

    /** Without a resident server; with one, and all of them: ScriptsIT. */
    @ParameterizedTest
    @CsvSource({
        "shared.py, fork",
        "managers.py, fork",
        "memory.py, forkserver",
        "mistakes.py, fork",
        "facts.py, fork",
        "copies.py, fork",
        "again.py, spawn",
        "again.py, forkserver"
    })
    void aScriptPrintsWhatItPrintsUnderCPython(String name, String method) throws Exception {
        String script = script(name).toString();
        Ended ended = ParleyProcess.of("run", script, method).run();
        assertEquals("", ended.err());
        assertEquals(cpython("python3", script, method), ended.out());
        assertEquals(0, ended.exit());
    }

    @Test
    void aScriptWithoutAGuardDoesNotRunAgainInAnyProcess() throws Exception {
        assertEquals("top __main__\nTrue 6\n", runOf("""
                import multiprocessing, sys, os
                print('top', __name__, flush=True)
                base = 5
                def more(x): return os.getpid(), x + base
                context = multiprocessing.get_context('spawn')
                with context.Pool(1) as pool:
                    pid, sum = pool.apply(more, (1,))
                print(pid != os.getpid(), sum)
                """).out());
    }

    @Test
    void whatStartsOutsideOfTheGuardIsRefusedWhereTheScriptRunsAgain() throws Exception {
        Ended ended = runOf("""
                import multiprocessing
                def nothing(): pass
                child = multiprocessing.get_context('spawn').Process(target=nothing)
                child.start()
                child.join()
                if __name__ == '__main__':
                    print(child.exitcode)
                """);
        assertEquals("1\n", ended.out());
        assertTrue(ended.err().contains("RuntimeError: a process was started while"), ended.err());
        assertTrue(ended.err().contains("script.py\", line 4, in <module>"), ended.err());
    }

    private Ended runOf(String script) throws IOException {
        Files.writeString(temp.resolve("script.py"), script);
        return ParleyProcess.of("run", "script.py").in(temp).run();
    }
}
