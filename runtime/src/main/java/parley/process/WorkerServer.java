package parley.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import parley.fork.Fork;
import parley.fork.ForkClient;
import parley.fork.ForkServer;
import parley.fork.Job;
import parley.fork.Watch;
import parley.memory.Member;
import parley.ship.Languages;
import parley.trace.UserFailure;

/**
 * Where a session's workers are copied from by the start method {@code forkserver}: the user's resident fork server
 * where one answers, else one of the session's own, started when it is first needed.
 *
 * <pre>
 *   session ── starts, holds its input ──▶ WorkerServer.main ─▶ prepares the language ─▶ serves in the run folder
 *      its end: end of the input ────────▶ ends
 * </pre>
 */
final class WorkerServer {
    private static final long PATIENCE_SECONDS = 30;
    private static final long MOMENT_NANOS = 2_000_000;

    private WorkerServer() {}

    /** A copy that runs a job; null where none can be had. */
    static ForkClient.@Nullable Copy start(Job job, List<Integer> streams, String language) throws IOException {
        String helper = System.getProperty("parley.helper", "");
        ForkClient.Copy copy = helper.isEmpty() || "no".equals(System.getenv("PARLEY_RESIDENT"))
                ? null
                : ForkClient.start(ForkClient.socket(Path.of(helper)), job, streams);
        return copy != null ? copy : ForkClient.start(own(language), job, streams);
    }

    private static synchronized Path own(String language) throws IOException {
        Path socket = Member.current().folder().forkServer(language);
        if (Files.exists(socket)) {
            return socket;
        }
        java.lang.Process server = new ProcessBuilder(JvmCommand.server(language))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        server.getOutputStream()
                .write((socket + "\n" + language + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        server.getOutputStream().flush(); // and it stays open: its end tells the server that this process is gone
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (ForkClient.status(socket).isEmpty()) {
            if (!server.isAlive() || System.nanoTime() > end) {
                server.destroyForcibly();
                throw new UserFailure("no fork server: seconds=" + PATIENCE_SECONDS + "\nMaybe use spawn");
            }
            LockSupport.parkNanos(MOMENT_NANOS);
        }
        return socket;
    }

    /** Started by {@link #own} only, which writes what it shall do on the standard input. */
    public static void main(String[] args) throws IOException {
        Path socket = Path.of(line());
        String language = line();
        Watch.inputEnd(() -> Fork.exit(0));
        if (!language.isEmpty()) {
            Languages.get(language).prepare();
        }
        System.gc(); // what a copy does not touch it shares: let it lie together, and old
        ForkServer.serve(socket, Duration.ofDays(1), MemoryGuard::freeMegabytes, List.of());
        Worker.main(args);
    }

    /** Not one byte more than a line: the rest of the input is for others. */
    private static String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = System.in.read(); c >= 0 && c != '\n'; c = System.in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
