package parley.process;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.fork.Fork;
import parley.fork.ForkClient;
import parley.fork.ForkServer;
import parley.fork.Watch;
import parley.memory.Member;
import parley.memory.RunFolder;
import parley.ship.Language;
import parley.ship.Languages;
import parley.trace.ProcessState;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

/**
 * Where a session's workers are copied from by the start method {@code forkserver}: the user's resident fork server;
 * or one of the session's own, where there is no resident one, or where children need what that has not loaded. It is
 * started when it is first needed, as a copy of the resident one if that answers.
 *
 * <pre>
 *   session ── starts, holds its input ──▶ main ─▶ prepares the language ─▶ preloads ─▶ serves in the run folder
 *      its end: end of the input ────────▶ ends
 *
 *   input: the socket's path, the language, what to preload in base 64; each a line
 * </pre>
 */
public final class WorkerServer {
    /** How long it serves without being asked: it ends with its session. */
    public static final Duration PATIENCE = Duration.ofDays(1);

    private static final long MOMENT_NANOS = 2_000_000;

    /** Who waits longer wonders. */
    private static final Duration UNTOLD = Duration.ofSeconds(2);

    private static volatile boolean tells;

    /** As one of the session's processes, which it is where it has loaded something of the user's. */
    private static final String NAME = "ForkServer";

    private static final Map<String, byte[]> PRELOADED = new ConcurrentHashMap<>(); // by language
    private static @Nullable Running running;

    static {
        AtFork.inChild(() -> {
            if (running != null) {
                running.forget(); // it lives as long as the process that started it
            }
        });
    }

    private WorkerServer() {}

    /** From now on whoever waits for a fork server of the session's own is told so, where that takes long: at a prompt. */
    public static void tell() {
        tells = true;
    }

    /**
     * Has the session's next fork server of its own load something, and makes that one necessary. One that runs already
     * stays as it is.
     *
     * @param language of what
     * @param what see {@link Language#preload}
     */
    public static void preload(String language, byte[] what) {
        PRELOADED.put(language, what);
    }

    /** Where a language's children are copied from. */
    record OfChildren(String language) implements Running.Served.Server {
        @Override
        public ForkClient.@Nullable Asked ask(byte[] job, List<Integer> streams) {
            Path own = socket();
            ForkClient.Asked asked = Files.exists(own) ? ForkClient.ask(own, job, streams) : null;
            return asked != null || PRELOADED.containsKey(language) ? asked : resident(job, streams);
        }

        /** The resident one may answer where the session's own was killed. */
        @Override
        public ForkClient.@Nullable Copy otherwise(byte[] job, List<Integer> streams) throws IOException {
            ForkClient.Asked again = ask(job, streams);
            ForkClient.Copy copy = again == null ? null : again.copy();
            if (copy == null) {
                own(socket(), language);
                copy = ForkClient.start(socket(), job, streams);
            }
            return copy;
        }

        private Path socket() {
            return Member.current().folder().forkServer(language);
        }
    }

    private static ForkClient.@Nullable Asked resident(byte[] job, List<Integer> streams) {
        String helper = System.getProperty("parley.helper", "");
        return helper.isEmpty() || "no".equals(System.getenv("PARLEY_RESIDENT"))
                ? null
                : ForkClient.ask(ForkClient.socket(Path.of(helper)), job, streams);
    }

    private static synchronized void own(Path socket, String language) throws IOException {
        if (ForkClient.status(socket).isPresent()) {
            return; // another thread was faster
        }
        Files.deleteIfExists(socket); // of one that was killed
        Running server = new Running.Served.Asked(WorkerServer::resident, WorkerServer.class, List.of()).arrive();
        if (server == null) {
            server = new Running.Spawned(new ProcessBuilder(JvmCommand.server(language))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        running = server;
        byte[] preloaded = PRELOADED.getOrDefault(language, new byte[0]);
        Member member = Member.current();
        int row = preloaded.length == 0
                ? 0
                : member.segment().processes().claim(NAME, Current.pid(), language, member.owner());
        String input = String.join(
                        "\n",
                        socket.toString(),
                        language,
                        Base64.getEncoder().encodeToString(preloaded),
                        member.folder().path().toString(),
                        Integer.toString(row))
                + "\n";
        AtomicBoolean ended = new AtomicBoolean();
        // its input stays open: its end tells the server that this process is gone
        server.attend(input.getBytes(StandardCharsets.UTF_8), "fork server", _ -> ended.set(true));
        long wonders = tells ? System.nanoTime() + UNTOLD.toNanos() : Long.MAX_VALUE;
        while (ForkClient.status(socket).isEmpty()) {
            if (System.nanoTime() > wonders) {
                System.err.println("parley: the session's own fork server starts, which takes some seconds, once");
                wonders = Long.MAX_VALUE;
            }
            if (ended.get()) {
                server.forget();
                throw new UserFailure(
                        "no fork server: it ended before it served: socket=" + socket + "\nMaybe use spawn");
            }
            LockSupport.parkNanos(MOMENT_NANOS);
            if (Thread.interrupted()) {
                server.forget();
                throw new StoppedFailure("stopped: while=waiting for the session's fork server");
            }
        }
    }

    /**
     * Makes a process ready to serve, which a session has started and writes on its standard input what it shall do. It
     * ends with that session. Called in the thread that runs the language's code.
     *
     * @return where to serve
     */
    public static Path prepare() {
        Path socket = Path.of(line());
        String name = line();
        byte[] preloaded = Base64.getDecoder().decode(line());
        RunFolder folder = new RunFolder(Path.of(line()));
        int row = Integer.parseInt(line());
        Watch.endWithInput();
        if (!name.isEmpty()) {
            Language language = Languages.get(name);
            language.prepare();
            if (preloaded.length > 0) {
                Member member = Member.join(folder, row); // what is loaded may make locks, which the copies then share
                if (member != null) {
                    member.state(ProcessState.IDLE);
                    language.preload(preloaded);
                }
            }
        }
        return socket;
    }

    /**
     * In a fresh JVM, started by {@link #own}.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Path socket = prepare();
        System.gc(); // what a copy does not touch it shares: let it lie together, and old
        ForkServer.Served _ = ForkServer.serve(socket, PATIENCE, MemoryGuard::freeMegabytes, () -> {});
        Worker.main(args);
    }

    /** Not one byte more than a line: the rest of the input is for others. */
    private static String line() {
        StringBuilder line = new StringBuilder();
        InputStream in = new FileInputStream(FileDescriptor.in);
        try {
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    Fork.exit(0); // the session is gone
                }
                line.append((char) c);
            }
        } catch (IOException e) {
            Fork.exit(0);
        }
        return line.toString();
    }
}
