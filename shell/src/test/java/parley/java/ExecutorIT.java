package parley.java;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;

/** The executor of processes as a script uses it. */
class ExecutorIT {
    @ParameterizedTest
    @ValueSource(strings = {"fork", "spawn"})
    void callsRunAreTakenBackAndFailAsTheyShould(String method) throws Exception {
        Path script = Path.of(Objects.requireNonNull(ExecutorIT.class.getResource("executors.jsh"))
                .toURI());
        Ended ended = ParleyProcess.of("run", script.toString())
                .environment("PARLEY_START_METHOD", method)
                .run();
        assertEquals("""
                42
                0 1 4 9 16 1 2 3 4 5 a-3 true
                mine
                [1, 2]
                5 6
                false true true
                TimeoutException
                held true true <ProcessPoolExecutor max_workers=1 shut down>
                cannot schedule new futures after shutdown
                true true
                2
                BrokenProcessPool exitcode=3
                BrokenProcessPool exitcode=3
                <ProcessPoolExecutor max_workers=2 broken>
                BrokenProcessPool no
                """, ended.out(), ended.err());
        assertEquals("", ended.err());
        assertEquals(0, ended.exit());
    }
}
