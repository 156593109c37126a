package parley.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random values, through CPython's own pickle and through ours, in each protocol and in both directions. */
class PickleIT {
    private static final int VALUES = 400;

    /** The machine's own, and those that {@code -Dparley.pythons=/a/python,/b/python} names. */
    static Stream<String> pythons() {
        return Stream.concat(
                Stream.of("python3"),
                Stream.of(System.getProperty("parley.pythons", "").split(",")).filter(name -> !name.isBlank()));
    }

    private static Process start(String python) throws Exception {
        Path script = Path.of(
                Objects.requireNonNull(PickleIT.class.getResource("peer.py")).toURI());
        try {
            return new ProcessBuilder(python, script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return abort("not here: " + python);
        }
    }

    @ParameterizedTest
    @MethodSource("pythons")
    void pythonAndJavaReadEachOther(String python) throws Exception {
        Process peer = start(python);
        HexFormat hex = HexFormat.of();
        try (Writer to = peer.outputWriter();
                BufferedReader from = peer.inputReader()) {
            for (int seed = 0; seed < VALUES; seed++) {
                String[] made = ask(to, from, "make " + seed).split("\t");
                for (int protocol = 2; protocol <= 5; protocol++) {
                    Object value = Pickle.loads(hex.parseHex(made[protocol - 1]));
                    int other = 2 + (seed + protocol) % 4;
                    String form = hex.formatHex(Pickle.dumps(value, other));
                    assertEquals(
                            made[0],
                            ask(to, from, "show " + form),
                            "seed=" + seed + ", read=" + protocol + ", written=" + other);
                }
            }
        } finally {
            peer.destroy();
        }
        peer.waitFor();
    }

    private static String ask(Writer to, BufferedReader from, String line) throws IOException {
        to.write(line + "\n");
        to.flush();
        return Objects.requireNonNull(from.readLine(), "python has ended");
    }
}
