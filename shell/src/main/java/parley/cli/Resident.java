package parley.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.fork.Fork;
import parley.fork.ForkClient;
import parley.memory.RunFolder;

/** The fork server that stays between runs, as its users see it: {@code parley forkserver status|start|stop}. */
final class Resident {
    /** The environment variable that turns it off: {@code no}. */
    static final String SETTING = "PARLEY_RESIDENT";

    /** The environment variable for how long it stays without work, in minutes. */
    static final String PATIENCE = "PARLEY_RESIDENT_MINUTES";

    /** After so many without work it leaves, where the setting says nothing. */
    static final int PATIENCE_MINUTES = 30;

    private static final Duration GOING = Duration.ofSeconds(5);
    private static final Pattern PID = Pattern.compile("pid=(\\d+)");
    private static final long MOMENT_NANOS = 100_000_000;

    /** So many moments may pass before it is a JVM, and before that has the lock. */
    private static final int BECOMING = 20;

    private static final int MOST_BECOMING = 600;

    private Resident() {}

    /** Whether starts may use one, and start one. */
    static boolean isWanted() {
        return !"no".equals(System.getenv(SETTING));
    }

    /** Where this build's listens; null where this program was not started by the launcher. */
    static @Nullable Path socket() {
        String arguments = System.getProperty("parley.session.args");
        return arguments == null ? null : ForkClient.socket(Path.of(arguments).resolveSibling(""));
    }

    /** How it does, in one line; empty where there is none. */
    static Optional<String> status() {
        Path socket = socket();
        return socket == null ? Optional.empty() : ForkClient.status(socket);
    }

    /** Says how it does; gives the exit code: 1 where there is none that serves. */
    static int printStatus(PrintStream out) {
        Optional<String> status = status();
        out.println(status.map(text -> "runs: " + text)
                .or(() -> warming().map(server -> "warms up: pid=" + server.pid()))
                .orElse("does not run"));
        return status.isPresent() ? 0 : Main.FAILED;
    }

    /** Starts it and waits until it serves; gives the exit code. */
    static int start(PrintStream out) throws IOException, InterruptedException {
        Path socket = socket();
        String problem = Fork.isBuilt() ? null : Fork.problem();
        if (socket == null || problem != null) {
            out.println("cannot run: " + (problem != null ? problem : "not started by ./parley"));
            return Main.FAILED;
        }
        Path folder = Objects.requireNonNull(socket.getParent());
        if (status().isEmpty()) {
            new ProcessBuilder(
                            folder.resolve("client").toString(),
                            Program.running().java().toString(),
                            folder.toString(),
                            "server",
                            "-")
                    .start()
                    .waitFor();
        }
        boolean told = false;
        for (int moments = 0; status().isEmpty(); moments++) {
            if (ForkServerMain.isLocked(folder)) {
                moments = 0;
                if (!told) {
                    out.println("warms up, which takes minutes; programs start without it meanwhile");
                }
                told = true;
            } else if (moments > MOST_BECOMING || (moments > BECOMING && coming().isEmpty())) {
                break;
            }
            LockSupport.parkNanos(MOMENT_NANOS);
        }
        int status = printStatus(out);
        if (status != 0) {
            out.println("what it said: file=" + folder.resolve("server.log"));
        }
        return status;
    }

    private static Optional<ProcessHandle> process(String status) {
        Matcher pid = PID.matcher(status);
        return pid.find() ? ProcessHandle.of(Long.parseLong(pid.group(1))) : Optional.empty();
    }

    /** The one that does not serve yet. */
    private static Optional<ProcessHandle> warming() {
        Path socket = socket();
        try {
            boolean isThere = socket != null && ForkServerMain.isLocked(socket.resolveSibling(""));
            return isThere ? coming() : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The JVM that is it, or is to become it. */
    private static Optional<ProcessHandle> coming() {
        Path socket = socket();
        String folder = socket == null ? "" : String.valueOf(socket.getParent());
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .filter(words -> words.contains(ForkServerMain.class.getName()) && words.contains(folder))
                        .isPresent())
                .min(Comparator.comparingLong(ProcessHandle::pid)); // its copies look like it
    }

    /** Ends it and waits until it is gone, what it started goes on; gives the exit code. */
    static int stop(PrintStream out) throws IOException, InterruptedException {
        Path socket = socket();
        Optional<ProcessHandle> server = status().flatMap(Resident::process);
        boolean stopped = socket != null && ForkClient.stop(socket);
        if (!stopped) {
            server = warming(); // it does not hear yet
            stopped = server.map(ProcessHandle::destroyForcibly).orElse(false);
        }
        if (stopped && server.isPresent()) {
            try {
                var _ = server.get().onExit().get(GOING.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                out.println("it takes its time: pid=" + server.get().pid());
            }
        }
        RunFolder.sweep(); // one that warms up may be in a session of its own
        out.println(stopped ? "stopped" : "does not run");
        return 0;
    }
}
