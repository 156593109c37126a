package parley.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import parley.fork.Fork;
import parley.fork.ForkClient;
import parley.fork.ForkServer;
import parley.fork.Job;
import parley.memory.Libc;
import parley.memory.Member;
import parley.process.MemoryGuard;
import parley.process.Worker;
import parley.process.WorkerServer;
import parley.python.PythonBackend;
import parley.trace.UserFailure;

/**
 * The fork server: a JVM that starts both languages, uses them until they are warm, and then gives copies of itself.
 *
 * <pre>
 *   lock ─ taken? ─▶ ends: another one is it
 *     └─▶ warm ─▶ serve ─ in a copy ─▶ Main | SessionMain | Worker, as its client asks
 *                                    └▶ WorkerServer: serves one session, which needs more than is loaded here
 * </pre>
 */
final class ForkServerMain {
    private static final long OWN = 0; // group

    // classes with names, and made at once: a copy has no time to
    private static final Runnable LEAVE = ForkServerMain::leaveAlone;

    private record Work(String[] arguments) implements Runnable {
        @Override
        public void run() {
            Worker.main(arguments);
        }
    }

    private record Session(CompletableFuture<Path> socket) implements Runnable {
        @Override
        public void run() {
            socket.complete(WorkerServer.prepare());
        }
    }

    private ForkServerMain() {}

    /**
     * Serves until it is stopped or nobody has asked for long.
     *
     * @param args the folder of this build, where it listens
     */
    public static void main(String[] args) throws IOException {
        Libc.setsid(); // whose terminal it was started from does not matter
        Path folder = Path.of(args[0]);
        Path socket = ForkClient.socket(folder);
        try (FileChannel file = lockFile(folder)) {
            FileLock lock = file.tryLock();
            if (lock == null || ForkClient.status(socket).isPresent()) {
                System.out.println("there is one already: socket=" + socket);
                return;
            }
            Member.stayOutside(true);
            Fork.joinGroup(OWN); // here too, so that a copy finds the call linked
            PythonBackend python = Warming.languages();
            Runnable _ = new Work(args); // found here, so that no copy has to
            ForkServer.Served served = ForkServer.serve(socket, patience(), MemoryGuard::freeMegabytes, python::settle);
            run(served, python);
        } catch (UserFailure e) {
            System.out.println(e.getMessage());
            System.exit(Main.FAILED);
        }
    }

    private static FileChannel lockFile(Path folder) throws IOException {
        return FileChannel.open(folder.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Whether there is one, which may not serve yet. Asked by another process. */
    static boolean isLocked(Path folder) throws IOException {
        try (FileChannel file = lockFile(folder)) {
            return file.tryLock() == null;
        }
    }

    private static void run(ForkServer.Served served, PythonBackend python) {
        Member.stayOutside(false);
        Job job = served.job();
        if (!job.main().startsWith("parley.process.")) { // those see the end of their input, and know more about it
            served.client().whenGone(LEAVE);
        }
        PythonBackend.admitDebuggers(true);
        python.arrive(job.folder(), job.environment());
        String[] arguments = job.arguments().toArray(new String[0]);
        switch (job.main()) {
            case "parley.cli.Main" -> {
                Fork.joinGroup(OWN); // Ctrl-C and Ctrl-Z are for the program's children too, and for no other program
                int status = Main.start(arguments);
                served.client().ends(status);
                System.exit(status);
            }
            case "parley.cli.SessionMain" -> SessionMain.main(arguments);
            case "parley.process.WorkerServer" -> serveSession(python);
            case "parley.process.Worker" -> work(python, arguments);
            default -> System.exit(Main.USAGE);
        }
    }

    /** A copy that serves one session, with what that needs; its copies run as copies of the resident one do. */
    private static void serveSession(PythonBackend python) {
        Session session = new Session(new CompletableFuture<>());
        python.lend(session);
        run(
                ForkServer.serve(
                        session.socket().join(), WorkerServer.PATIENCE, MemoryGuard::freeMegabytes, python::settle),
                python);
    }

    /** A worker of Python runs on Python's main thread: there it has its signals, and deep recursion. */
    private static void work(PythonBackend python, String... arguments) {
        if (List.of(arguments).contains(Languages.PYTHON)) {
            python.lend(new Work(arguments));
        } else {
            Worker.main(arguments);
        }
    }

    /** Nobody waits for this process any more; what it has to tidy it does on its way out, but not for ever. */
    private static void leaveAlone() {
        Thread.ofPlatform().daemon().name("last resort").start(ForkServerMain::haltSoon);
        System.exit(Main.FAILED);
    }

    private static void haltSoon() {
        try {
            Thread.sleep(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            // at once then
        }
        Runtime.getRuntime().halt(Main.FAILED);
    }

    private static Duration patience() {
        String minutes = System.getenv(Resident.PATIENCE);
        return Duration.ofMinutes(
                minutes != null && minutes.matches("\\d{1,6}") ? Integer.parseInt(minutes) : Resident.PATIENCE_MINUTES);
    }
}
