package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;

/** A manager and its clients in one session; {@code -Dparley.crowd=100} has so many of them at once. */
@Timeout(600)
class ManagersIT {
    private static final String EXPECTED = """
            right True
            its own 2
            left of it 0 {}
            threads [0, 1, 2]
            refused
            admitted
            gone
            gone
            """;

    @ParameterizedTest
    @ValueSource(strings = {"fork", "forkserver"})
    void clientsComeAndGoAndAreKilledAndSoIsTheManager(String method) throws Exception {
        Path script = Path.of(
                Objects.requireNonNull(ManagersIT.class.getResource("lines.py")).toURI());
        Ended ended = ParleyProcess.of("run", script.toString(), method, System.getProperty("parley.crowd", "5"))
                .run();
        assertEquals("", ended.err());
        assertEquals(EXPECTED, ended.out());
        assertEquals(0, ended.exit());
    }
}
