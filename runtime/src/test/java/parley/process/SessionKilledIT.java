package parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session that is killed leaves nothing: no process, no file. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SessionKilledIT {
    @TempDir
    private Path temporary;

    private record Session(java.lang.Process process, Path folder, List<Long> workers) {
        boolean isGone() {
            return !Files.exists(folder) && workers.stream().noneMatch(Session::lives);
        }

        private static boolean lives(long pid) { // a zombie is gone: somebody else is to reap it
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
            } catch (java.io.IOException e) {
                return false;
            }
        }
    }

    private Session start(int workers, String body) throws Exception {
        Path report = temporary.resolve("report");
        List<String> command = new ArrayList<>(JvmCommand.worker("method"));
        command.removeLast();
        command.addAll(List.of(Bodies.class.getName(), Integer.toString(workers), body, report.toString()));
        java.lang.Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals("ready", process.inputReader().readLine());
        String[] fields = Files.readString(report).split(" ");
        List<Long> pids = Arrays.stream(fields).skip(1).map(Long::valueOf).toList();
        Session session = new Session(process, Path.of(fields[0]), pids);
        assertTrue(Files.isDirectory(session.folder));
        assertTrue(pids.stream().allMatch(Session::lives));
        return session;
    }

    @ParameterizedTest
    @CsvSource({"3, hang, 9", "1, hangWithChild, 9", "2, hang, 15"})
    void nothingOfItIsLeftAfterTwoSeconds(int workers, String body, int signal) throws Exception {
        Session session = start(workers, body);
        if (signal == 9) {
            session.process.toHandle().destroyForcibly();
        } else {
            session.process.toHandle().destroy();
        }
        long killed = System.nanoTime();
        while (!session.isGone() && System.nanoTime() - killed < 2_000_000_000L) {
            LockSupport.parkNanos(5_000_000);
        }
        assertFalse(Files.exists(session.folder), "left: " + session.folder);
        assertTrue(session.isGone(), "left: " + session.workers);
        assertEquals(128 + signal, session.process.waitFor());
    }
}
