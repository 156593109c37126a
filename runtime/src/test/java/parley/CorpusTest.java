package parley;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.pickle.UnpicklerFuzz;
import parley.socket.FrameReaderFuzz;
import parley.socket.HandshakeFuzz;

/** What fuzzing has kept, because it ran code that nothing before had run; each target throws where something is wrong. */
@Timeout(60)
class CorpusTest {
    private static final int LEAST = 10;

    static Stream<Arguments> targets() {
        return Stream.of(
                target(UnpicklerFuzz.class, UnpicklerFuzz::fuzzerTestOneInput),
                target(FrameReaderFuzz.class, FrameReaderFuzz::fuzzerTestOneInput),
                target(HandshakeFuzz.class, HandshakeFuzz::fuzzerTestOneInput));
    }

    private static Arguments target(Class<?> type, Consumer<byte[]> run) {
        return Arguments.of(type.getName(), run);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void whatTheFuzzerHasKeptHolds(String name, Consumer<byte[]> run) throws IOException {
        int count = 0;
        try (var zip = new ZipInputStream(
                Objects.requireNonNull(CorpusTest.class.getResourceAsStream("fuzz/" + name + ".zip")))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] bytes = zip.readAllBytes();
                try {
                    run.accept(bytes);
                } catch (Throwable e) {
                    throw new AssertionError("input: name=" + entry.getName() + ", bytes=" + bytes.length, e);
                }
                count++;
            }
        }
        assertTrue(count >= LEAST, "a corpus is missing: found=" + count);
    }
}
