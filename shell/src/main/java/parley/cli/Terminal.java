package parley.cli;

import java.io.Console;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import parley.demo.Stage;
import parley.demo.StreamStage;

/** What this process's streams are connected to, as the launcher or the system tells. */
final class Terminal {
    private static final int WIDTH = 80;

    private Terminal() {}

    /** Whether somebody sits there, types and reads. */
    static boolean isInput() {
        Console console = System.console(); // null where input or output goes elsewhere
        return console != null && console.isTerminal();
    }

    /** Where a lesson is presented. */
    static Stage stage() {
        return new StreamStage(new InputStreamReader(System.in, StandardCharsets.UTF_8), System.out, WIDTH, isInput());
    }
}
