package parley.cli;

import java.io.Console;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import parley.demo.Stage;
import parley.demo.StreamStage;

/** What this process's streams are connected to, as the launcher or the system tells. */
final class Terminal {
    private static final int WIDTH = 80;

    private Terminal() {}

    /** Whether somebody sits there, types and reads. */
    static boolean isInput() {
        // there is none where input or output goes elsewhere
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** Where a lesson is presented. */
    static Stage stage() {
        return new StreamStage(new InputStreamReader(System.in, StandardCharsets.UTF_8), System.out, WIDTH, isInput());
    }
}
