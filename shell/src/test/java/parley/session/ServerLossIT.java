package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;
import parley.WarmServer;
import parley.fork.Fork;

/** The resident fork server is killed. In the run's order behind the others that use it, which need not wait for the next one. */
@ExtendWith(WarmServer.class)
class ServerLossIT {
    private static final Pattern STATUS = Pattern.compile("(runs|warms up): pid=(\\d+)");

    @TempDir
    Path folder;

    private static String status() {
        return WarmServer.using("forkserver", "status").run().out();
    }

    /** The server's number, once there is one in that state; that it comes is what the test's time limit is for. */
    private static long await(String state) {
        Matcher status = STATUS.matcher(status());
        while (!status.find() || !status.group(1).equals(state)) {
            status = STATUS.matcher(status());
        }
        return Long.parseLong(status.group(2));
    }

    @Test
    void whatRunsGoesOnAndTheNextStartBringsANewOneWhichCanBeStoppedWhileItWarmsUp() throws Exception {
        assumeTrue(Fork.isBuilt(), "there is a C compiler");
        Path script = Files.writeString(
                folder.resolve("patient.py"),
                "import sys\nprint('ready', flush=True)\nprint(sys.stdin.readline().strip())\nsys.exit(3)\n");
        try (ParleyProcess running = WarmServer.using("run", script.toString()).start()) {
            running.awaitOut("ready");
            long killed = await("runs");
            ProcessHandle handle = ProcessHandle.of(killed).orElseThrow();
            handle.destroyForcibly();
            handle.onExit().join();
            running.process().getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
            running.process().getOutputStream().flush();
            running.awaitOut("still here");
            assertEquals(3, running.process().waitFor(), "the session tells its exit code itself");
            Ended next =
                    WarmServer.using("--lang", "python", "-c", "print('cold')").run();
            assertEquals("cold\n", next.out(), next.err());
            assertNotEquals(killed, await("warms up"));
            assertEquals(
                    "stopped\n", WarmServer.using("forkserver", "stop").run().out());
            assertTrue(status().startsWith("does not run"), status());
        }
    }
}
