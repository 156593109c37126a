package parley.cli;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import parley.demo.Stage;
import parley.demo.StreamStage;

/** What this process's streams are connected to, as the launcher or the system tells. */
final class Terminal {
    private static final int WIDTH = 80;

    private Terminal() {}

    /** Whether somebody sits there, types and reads. */
    static boolean isInput() {
        return Objects.requireNonNull(System.console()).isTerminal();
    }

    /** Where a lesson is presented. */
    static Stage stage() {
        return new StreamStage(new InputStreamReader(System.in, StandardCharsets.UTF_8), System.out, WIDTH, isInput());
    }
}
