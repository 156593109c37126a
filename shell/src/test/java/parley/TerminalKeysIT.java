package parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.fork.Fork;
import parley.repl.PseudoTerminal;

/** What the keys of a real terminal do to a program that runs in a copy of the fork server. */
@ExtendWith(WarmServer.class)
class TerminalKeysIT {
    @ParameterizedTest
    @ValueSource(strings = {"fork", "forkserver"})
    void controlCIsForAllProcessesOfTheProgram(String method, @TempDir Path folder) throws IOException {
        assumeTrue(PseudoTerminal.isAvailable() && Fork.isBuilt(), "tmux and a C compiler are there");
        Path script = Files.writeString(folder.resolve("sleeps.py"), """
                import multiprocessing, time

                def sleep():
                    print('child sleeps', flush=True)
                    time.sleep(80)

                if __name__ == '__main__':
                    process = multiprocessing.Process(target=sleep)
                    process.start()
                    process.join()
                """);
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "PARLEY_BUILD",
                "no",
                "PARLEY_RESIDENT",
                "yes",
                "PARLEY_START_METHOD",
                method);
        try (PseudoTerminal terminal = new PseudoTerminal(
                environment, List.of(ParleyProcess.root().resolve("parley").toString(), "run", script.toString()))) {
            terminal.awaitText("child sleeps");
            terminal.key("C-c");
            String screen = terminal.awaitText("[exit 130]");
            assertEquals(2, screen.lines().filter("KeyboardInterrupt"::equals).count(), screen);
        }
    }
}
