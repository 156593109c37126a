package parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session that is killed leaves nothing: no process, no file. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionKilledIT {
    @TempDir
    private Path temporary;

    private final List<java.lang.Process> started = new ArrayList<>();

    @AfterEach
    void killWhatATestLeft() {
        for (java.lang.Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private record Session(java.lang.Process process, ProcessHandle founder, Path folder, List<Long> workers) {
        boolean isGone() {
            return !Files.exists(folder) && workers.stream().noneMatch(Session::lives);
        }

        private static boolean lives(long pid) { // a zombie is gone: somebody else is to reap it
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
            } catch (IOException e) {
                return false;
            }
        }
    }

    private Session start(int workers, String body, boolean reaped) throws IOException {
        Path report = temporary.resolve("report");
        List<String> command = new ArrayList<>(JvmCommand.worker("method"));
        command.removeLast();
        command.addAll(List.of(Bodies.class.getName(), Integer.toString(workers), body, report.toString()));
        if (!reaped) { // its parent becomes a program that does not care
            command.addAll(0, List.of("sh", "-c", "\"$@\" <&0 & exec sleep 60", "sh"));
        }
        java.lang.Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        assertEquals("ready", process.inputReader().readLine());
        String[] fields = Files.readString(report).split(" ");
        ProcessHandle founder = ProcessHandle.of(Long.parseLong(fields[0])).orElseThrow();
        List<Long> pids = Arrays.stream(fields).skip(2).map(Long::valueOf).toList();
        Session session = new Session(process, founder, Path.of(fields[1]), pids);
        assertTrue(Files.isDirectory(session.folder));
        assertTrue(pids.stream().allMatch(Session::lives));
        return session;
    }

    @ParameterizedTest
    @CsvSource({"3, hang, 9, true", "1, hangWithChild, 9, true", "2, hang, 9, false", "2, hang, 15, true"})
    void nothingOfItIsLeftAfterTwoSeconds(int workers, String body, int signal, boolean reaped) throws Exception {
        Session session = start(workers, body, reaped);
        if (signal == 9) {
            session.founder.destroyForcibly();
        } else {
            session.founder.destroy();
        }
        long killed = System.nanoTime();
        while (!session.isGone() && System.nanoTime() - killed < 2_000_000_000L) {
            LockSupport.parkNanos(5_000_000);
        }
        assertFalse(Files.exists(session.folder), "left: " + session.folder);
        assertTrue(session.isGone(), "left: " + session.workers);
        if (reaped) {
            assertEquals(128 + signal, session.process.waitFor());
        } else {
            assertTrue(session.founder.isAlive(), "reaped after all: the test is void");
            session.process.destroyForcibly().waitFor();
        }
    }
}
