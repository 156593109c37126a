package parley.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** The fork server that stays between runs, as its users see it: {@code parley forkserver status|start|stop}. */
final class Resident {
    /** The environment variable that turns it off: {@code no}. */
    static final String SETTING = "PARLEY_RESIDENT";

    /** The environment variable for how long it stays without work, in minutes. */
    static final String PATIENCE = "PARLEY_RESIDENT_MINUTES";

    /** After so many without work it leaves, where the setting says nothing. */
    static final int PATIENCE_MINUTES = 30;

    private static final Duration COMING_UP = Duration.ofMinutes(3);
    private static final Duration GOING = Duration.ofSeconds(5);
    private static final Pattern PID = Pattern.compile("pid=(\\d+)");
    private static final long MOMENT_NANOS = 100_000_000;

    /** So many moments may pass before it is a JVM. */
    private static final int BECOMING = 20;

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

    /** Says how it does; gives the exit code: 1 where there is none. */
    static int printStatus(PrintStream out) {
        Optional<String> status = status();
        out.println(status.map(text -> "runs: " + text).orElse("does not run"));
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
        Instant end = Instant.now().plus(COMING_UP);
        for (int moments = 0; status().isEmpty() && Instant.now().isBefore(end); moments++) {
            if (moments > BECOMING && !isComing(folder)) {
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

    /** Whether there is a JVM that is it, which has the lock, or is to become it. */
    private static boolean isComing(Path folder) throws IOException {
        return ForkServerMain.isLocked(folder)
                || ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().arguments().stream())
                        .map(List::of)
                        .anyMatch(words ->
                                words.contains(ForkServerMain.class.getName()) && words.contains(folder.toString()));
    }

    /** Ends it and waits until it is gone, what it started goes on; gives the exit code. */
    static int stop(PrintStream out) throws IOException, InterruptedException {
        Path socket = socket();
        Optional<ProcessHandle> server = status().flatMap(Resident::process);
        boolean stopped = socket != null && ForkClient.stop(socket);
        if (stopped && server.isPresent()) {
            try {
                var _ = server.get().onExit().get(GOING.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                out.println("it takes its time: pid=" + server.get().pid());
            }
        }
        out.println(stopped ? "stopped" : "does not run");
        return 0;
    }
}
