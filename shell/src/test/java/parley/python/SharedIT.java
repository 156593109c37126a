package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;

/** What processes share, by each start method, beside CPython itself. */
class SharedIT {
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
    @CsvSource({"shared.py, fork", "managers.py, fork", "memory.py, forkserver", "mistakes.py, fork"})
    void aScriptPrintsWhatItPrintsUnderCPython(String name, String method) throws Exception {
        String script = script(name).toString();
        Ended ended = ParleyProcess.of("run", script, method).run();
        assertEquals("", ended.err());
        assertEquals(cpython("python3", script, method), ended.out());
        assertEquals(0, ended.exit());
    }
}
