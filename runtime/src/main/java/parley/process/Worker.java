package parley.process;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import parley.fork.Fork;
import parley.fork.ForkServer;
import parley.fork.Watch;
import parley.memory.Member;
import parley.memory.Segment;
import parley.ship.CallFailed;
import parley.ship.Language;
import parley.ship.Languages;
import parley.ship.Shipment;
import parley.trace.BugFailure;
import parley.trace.ProcessState;

/**
 * The main program of a child.
 *
 * <pre>
 *   main: read Start ─▶ join the session ─▶ run the body ─▶ hand on queues, leave children, note exit code ─▶ exit
 *   watch: end of stdin, of a pidfd in a copy: the parent is gone
 *          and of its session, or it is a pool's   ─▶ halt
 *          only                                     ─▶ goes on, until its session ends
 * </pre>
 */
public final class Worker {
    private static final Duration CALM = Duration.ofMillis(200);
    private static final long ORPHANS_LOOK_NANOS = 100_000_000;

    private Worker() {}

    /**
     * Started by a parent process of ours only.
     *
     * @param args none; or, for one that is not needed yet, {@code spare} and the language to start meanwhile; or, in a
     *     copy of a fork server, the language alone, which is there
     */
    public static void main(String[] args) {
        InputStream stdin = new FileInputStream(FileDescriptor.in);
        Start start = args.length == 2 && args[0].equals(SpareJvms.SPARE) ? spare(args[1], stdin) : readStart(stdin);
        System.setIn(InputStream.nullInputStream());
        Member member = args.length == 1 ? join(start) : joinMeanwhile(start);
        if (member == null) { // the session ended meanwhile: nobody waits for this process
            Runtime.getRuntime().halt(1);
            return;
        }
        if (args.length == 1) { // a child of the fork server gets the keys of its session's terminal all the same
            Fork.joinGroup(member.segment().founder());
        }
        Leaves leaves = new Leaves(member, start.owner());
        Thread hook = new Thread(leaves); // the user's code may ask to exit
        Runtime.getRuntime().addShutdownHook(hook);
        int status = live(member, start);
        ForkServer.exit(status, hook, new Ends(member, start.owner(), status));
    }

    private static @Nullable Member join(Start start) {
        Watch.inputEnd(new ParentIsGone(start)); // nothing comes after the start record
        Fork.endByQuit();
        return Member.join(start.folder(), start.owner());
    }

    /** Joins the session while the language starts, which has to be in this thread. */
    private static @Nullable Member joinMeanwhile(Start start) {
        CompletableFuture<@Nullable Member> joining = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("join").start(() -> {
            try {
                joining.complete(join(start));
            } catch (Throwable e) {
                joining.completeExceptionally(e);
            }
        });
        if (!start.language().isEmpty()) {
            try {
                Languages.get(start.language()).prepare();
            } catch (RuntimeException e) {
                // the body meets it again, and says so
            }
        }
        return joining.join();
    }

    /** Starts the language while it waits for its record; ends at once where none comes. */
    private static Start spare(String language, InputStream stdin) {
        CompletableFuture<Start> record = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("record").start(() -> record.complete(readStart(stdin)));
        if (!language.isEmpty()) {
            Language started = Languages.get(language);
            started.prepare();
            if (isCalm(record)) {
                started.rehearse(record::isDone);
            }
        }
        return record.join();
    }

    /** Whether nothing is started now: what is rehearsed takes a processor from that. */
    private static boolean isCalm(CompletableFuture<Start> record) {
        try {
            record.get(CALM.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException | ExecutionException e) {
            return false;
        }
    }

    private static int live(Member member, Start start) {
        Current.become(start);
        member.state(ProcessState.RUNNING);
        return leave(runBody(start));
    }

    /** The last that a worker does; a class with a name, so that a rehearsal finds it too. */
    private record Leaves(Member member, int owner) implements Runnable {
        @Override
        public void run() {
            member.segment().processes().leaves(owner);
        }
    }

    /** The same where nothing but the end of the process follows: who waits for it may go on. */
    private record Ends(Member member, int owner, int status) implements Runnable {
        @Override
        public void run() {
            member.segment().processes().endedWith(owner, status);
        }
    }

    /** What a worker does when nobody is there any more to whom its work matters. */
    private record ParentIsGone(Start start) implements Runnable {
        @Override
        public void run() {
            parentIsGone(start);
        }
    }

    /**
     * Does what a worker does but come and go, in a process that will be copied.
     *
     * @param name the worker's: its language may ask it for numbers, as in {@code Process-2:1}
     * @param body what such a worker runs
     */
    public static void rehearse(String name, Shipment body) {
        Member member = Member.current();
        Start start = new Start(
                member.folder(),
                member.owner(),
                name,
                false,
                Current.name(),
                Current.pid(),
                "",
                body.language(),
                body.bytes());
        rehearse(member, new ByteArrayInputStream(start.encode()));
    }

    /**
     * Does what a parent does that starts one by {@code forkserver}, and then what that worker does.
     *
     * @param parent starts it, and joins it: it has ended at once
     */
    public static void rehearseBoth(Runnable parent) {
        try (RehearsedServer server = new RehearsedServer()) {
            Coming.rehearse(server);
            try {
                parent.run();
            } finally {
                Coming.rehearse(null);
            }
            rehearse(Member.current(), server.input());
        } catch (IOException e) {
            throw new BugFailure("a rehearsal failed", e);
        }
    }

    private static void rehearse(Member member, InputStream record) {
        Start read = readStart(record);
        var _ = List.of(new Leaves(member, member.owner()), new Ends(member, 0, 0), new ParentIsGone(read));
        int _ = live(member, read);
    }

    private static Start readStart(InputStream stdin) {
        try {
            return Start.read(stdin);
        } catch (IOException e) { // the parent is gone already, which is no news to anybody
            Runtime.getRuntime().halt(1);
            throw new AssertionError(e);
        }
    }

    private static int runBody(Start start) {
        try {
            if (!start.loop().isEmpty()) {
                if (!start.language().isEmpty()) {
                    Languages.get(start.language()).prepare();
                }
                return loop(start.loop()).run(start.payload());
            }
            Language language = Languages.get(start.language());
            return language.unpack(start.payload()).run();
        } catch (Throwable e) {
            return failed(start.name(), e);
        }
    }

    /**
     * In a copy of its parent: runs the body, and ends. Leaves by {@code _exit}, since shutdown hooks are the original's;
     * a signal ends it as any process.
     */
    static void runCopy(IntSupplier body, boolean needsParent) {
        Member member = Member.current();
        Segment segment = member.segment();
        long needed = needsParent || !segment.founderLives() ? Current.parentPid() : segment.founder();
        int status = liveAsCopy(needed, body);
        new Ends(member, member.owner(), status).run();
        Fork.exit(status);
    }

    private static int liveAsCopy(long needed, IntSupplier body) {
        try {
            System.setIn(InputStream.nullInputStream());
            Fork.standAlone(needed);
            Member.current().state(ProcessState.RUNNING);
            return leave(body.getAsInt());
        } catch (Throwable e) {
            return failed(Current.name(), e);
        }
    }

    /**
     * Does what a copy does from its first to its last moment, in a process that will be copied.
     *
     * @param body what such a copy runs; gives its exit code
     */
    public static void rehearse(IntSupplier body) {
        InputStream in = System.in;
        Fork.rehearse();
        int _ = liveAsCopy(Fork.NOBODY, body);
        System.setIn(in);
    }

    /** Runs one of our own loops. */
    static int runLoop(String loop, byte[] payload) {
        try {
            return loop(loop).run(payload);
        } catch (Exception e) {
            return failed(Current.name(), e);
        }
    }

    private static int failed(String name, Throwable e) {
        System.out.flush();
        System.err.print(said(name, e));
        System.err.flush();
        return 1;
    }

    /** Of the user's code: its own traceback, which begins alike. */
    private static String said(String name, Throwable e) {
        if (e instanceof CallFailed users) {
            return users.error().traceback().stripTrailing() + "\n";
        }
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return "Process " + name + " (pid " + Current.pid() + "):\n" + trace;
    }

    private static Loop loop(String name) {
        return ServiceLoader.load(Loop.class, Loop.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(loop -> loop.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BugFailure("no such loop: name=" + name, null));
    }

    private static int leave(int exitcode) {
        try {
            Current.joinThreads();
            Current.leave();
        } catch (RuntimeException e) {
            System.err.println("Process " + Current.name() + " (pid " + Current.pid() + ") could not leave: " + e);
        }
        System.out.flush();
        System.err.flush();
        return exitcode & 0xff;
    }

    private static void parentIsGone(Start start) {
        Segment segment = Segment.attach(start.folder(), false);
        boolean isOver = segment == null || sessionIsOver(segment, start.parentPid());
        if (segment != null && !isOver && start.loop().isEmpty()) {
            outlive(segment);
            isOver = true;
        }
        if (isOver) {
            start.folder().delete(); // the session was killed: nobody else will
        }
        Runtime.getRuntime().halt(1);
    }

    /** As an orphan, in this thread; returns when the session has ended. */
    private static void outlive(Segment segment) {
        while (segment.founderLives()) {
            LockSupport.parkNanos(ORPHANS_LOOK_NANOS);
        }
    }

    /** The end of the pipe comes a little before the end of the process that had it: waits for that, not for long. */
    private static boolean sessionIsOver(Segment segment, long parentPid) {
        int most = segment.founder() == parentPid ? 100 : 10;
        for (int i = 0; i < most && segment.founderLives(); i++) {
            LockSupport.parkNanos(10_000_000);
        }
        return !segment.founderLives();
    }
}
