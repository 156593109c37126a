package parley.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;
import parley.trace.Self;
import parley.trace.UserFailure;

/** This process, copied. Any platform thread; one fork at a time. */
public final class Fork {
    /** No process has this number. */
    public static final long NOBODY = -1;

    private static final Object ONE_AT_A_TIME = new Object();
    private static final int CHECK_SECONDS = 10; // on a busy machine the first copy takes its time
    private static final int CHECKED = 42;
    private static final int PIECE = 1 << 20; // bytes
    private static final int MOST_PIECES = 256;
    private static final int NO_HANG = 1;
    private static final int NO_STATUS = -1;
    private static final int SIGQUIT = 3;
    private static final int NO_SIGNAL = 0;
    private static final long MOMENT_NANOS = 500_000;

    private static volatile boolean copied;

    static {
        PrintStreams.prepare();
    }

    private Fork() {}

    /** Whether a copy of this JVM lives was tried, when somebody first asked. */
    private static final class Check {
        static final @Nullable String PROBLEM = problem();

        private static @Nullable String problem() {
            if (Native.PROBLEM != null) {
                return Native.PROBLEM;
            }
            if (sharesHeap()) {
                return "this garbage collector shares the heap with copies\nMaybe use another one: -XX:+UseSerialGC";
            }
            return SelfCheck.run();
        }
    }

    /** ZGC keeps the heap in a file without a name: two JVMs would collect the same objects. */
    private static boolean sharesHeap() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.anyMatch(line -> line.contains("java_heap"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /**
     * Whether the native helper is there.
     *
     * @return whether it makes sense to ask for the {@link #problem}, which takes a moment
     */
    public static boolean isBuilt() {
        return Native.PROBLEM == null;
    }

    /**
     * Why this process cannot be copied. Tries it, the first time.
     *
     * @return null where it can
     */
    public static @Nullable String problem() {
        return Check.PROBLEM;
    }

    /**
     * Copies this process. In the copy the calling thread goes on; the program's other threads stand still for ever.
     *
     * @param mortal whether the signals that ask a process to end do end the copy, from its first moment on, unless it
     *     handles them itself later; else they do what they do here
     * @return the copy's pid, or 0 in the copy
     * @throws UserFailure where that cannot be done
     */
    public static int fork(boolean mortal) {
        String problem = problem();
        if (problem != null) {
            throw new UserFailure("fork does not work here: " + problem + "\nMaybe use the start method spawn");
        }
        if (Thread.currentThread().isVirtual()) {
            throw new UserFailure("fork does not work in a virtual thread: thread=" + Thread.currentThread());
        }
        AtFork.prepare();
        linkLast();
        return AtFork.within(() -> {
            int pid = copy(false, mortal);
            if (pid == 0) {
                copied = true;
                PrintStreams.renew();
                AtFork.runInChild();
            }
            return pid;
        });
    }

    /**
     * Whether this process came from {@link #fork}: it goes on where another one was, beside threads that stand still.
     *
     * @return false in copies of the fork server, which are processes of their own
     */
    public static boolean isCopy() {
        return copied;
    }

    /** The same for a process all of whose threads shall go on in the copy: they must be ours, and idle. */
    static int forkWithThreads() {
        AtFork.prepare();
        int pid = copy(true, false);
        if (pid == 0) {
            AtFork.runInChild();
        }
        return pid;
    }

    /** In a copy: its compilers rest for a moment, as after a fork. One that ends soon needs none. */
    static void restCompilers() {
        try {
            Native.Helper.REST.invokeExact();
        } catch (Throwable e) {
            throw new BugFailure("compilers do not rest", e);
        }
    }

    /** In a copy: its compilers rest until {@link #restCompilers}, however much it computes: a spare only prepares itself. */
    static void restCompilersOn() {
        try {
            Native.Helper.REST_ON.invokeExact();
        } catch (Throwable e) {
            throw new BugFailure("compilers do not rest", e);
        }
    }

    /** Makes copies of this process cheaper. Takes up to a second. */
    static void useLargePages() {
        try {
            int _ = (int) Native.Helper.LARGE_PAGES.invokeExact();
        } catch (Throwable e) {
            throw new BugFailure("memory cannot be laid out", e);
        }
    }

    /** Calls that a copy makes, in the original: it finds them linked. */
    private static void linkLast() {
        standAlone(NOBODY);
        endBy(NO_SIGNAL);
        exit(NO_STATUS);
    }

    static int copy(boolean everybody, boolean mortal) {
        int pid;
        synchronized (ONE_AT_A_TIME) {
            try {
                int before = ownNumber(); // what the copy does first must be linked already, which takes locks
                pid = (int) Native.Helper.FORK.invokeExact(everybody ? 1 : 0, mortal ? 1 : 0);
                Self.pid(pid == 0 ? ownNumber() : before);
            } catch (Throwable e) {
                throw new BugFailure("fork failed", e);
            }
        }
        if (pid < 0) {
            throw new UserFailure("fork failed: because=" + reason(pid) + "\nMaybe use the start method spawn");
        }
        return pid;
    }

    private static int ownNumber() throws Throwable {
        return (int) Native.C.GETPID.invokeExact();
    }

    private static String reason(int code) {
        return switch (code) {
            case -1 -> "this C library keeps its threads' numbers elsewhere";
            case -2 -> "too many threads: limit=1024";
            case -3 -> "the system starts no more processes, or has no memory for one";
            case -4 -> "/proc is not there";
            case -5 -> "this JVM has no tool interface";
            case -6 -> "other threads cannot be suspended";
            default -> "code " + code;
        };
    }

    /**
     * Makes this process another program, with its number and its open files.
     *
     * @param folder where that starts
     * @param path the program
     * @param arguments its own name first
     * @param environment NAME=VALUE, each
     * @return the number of the operating system's error: it could not
     */
    public static int exec(String folder, byte[] path, List<byte[]> arguments, List<byte[]> environment) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) Native.Helper.EXEC.invokeExact(
                    arena.allocateFrom(folder),
                    string(arena, path),
                    strings(arena, arguments),
                    strings(arena, environment));
        } catch (Throwable e) {
            throw new BugFailure("execve failed", e);
        }
    }

    private static MemorySegment strings(Arena arena, List<byte[]> all) {
        MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, all.size() + 1L); // the last one is null
        for (int i = 0; i < all.size(); i++) {
            pointers.setAtIndex(ValueLayout.ADDRESS, i, string(arena, all.get(i)));
        }
        return pointers;
    }

    private static MemorySegment string(Arena arena, byte[] bytes) {
        MemorySegment string = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, string, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return string;
    }

    /**
     * Ends this process at once: no shutdown hooks, no finalizers; streams are as they were last flushed.
     *
     * @param status the exit code
     */
    public static void exit(int status) {
        try {
            Native.Helper.EXIT.invokeExact(status);
        } catch (Throwable e) {
            throw new BugFailure("_exit failed", e);
        }
    }

    /** SIGQUIT ends this process from now on, as any program; a JVM would print what its threads do. */
    public static void endByQuit() {
        if (isBuilt()) {
            endBy(SIGQUIT);
        }
    }

    private static void endBy(int signal) {
        try {
            MemorySegment _ = (MemorySegment) Native.C.SIGNAL.invokeExact(signal, 0L);
        } catch (Throwable e) {
            throw new BugFailure("signal failed", e);
        }
    }

    /**
     * Puts this process into a group: what the terminal's keys do to one they do to all. Nothing happens where that is not
     * allowed.
     *
     * @param leader whose group; 0 for one of its own
     */
    public static void joinGroup(long leader) {
        try {
            int _ = (int) Native.C.SETPGID.invokeExact(0, (int) leader);
        } catch (Throwable e) {
            throw new BugFailure("setpgid failed", e);
        }
    }

    /**
     * In a copy: no input, and the end of its parent ends it, with code 1.
     *
     * @param parent its number; {@link #NOBODY} in a rehearsal
     */
    public static void standAlone(long parent) {
        try {
            Native.Helper.STAND_ALONE.invokeExact((int) parent);
        } catch (Throwable e) {
            throw new BugFailure("a copy cannot stand alone", e);
        }
    }

    /**
     * Does what a copy does first and last, in a process that will be copied and to which it makes no difference: its
     * copies find classes loaded and calls linked.
     */
    public static void rehearse() {
        int _ = AtFork.within(() -> {
            PrintStreams.renew();
            AtFork.runInChild();
            return 0;
        });
        linkLast();
    }

    /**
     * Waits for a copy to end, and takes its exit code: only once for each copy.
     *
     * @param pid of {@link #fork}, or -1 for any
     * @return how it ended; null where there is no such child
     */
    public static @Nullable Ended waitFor(int pid) {
        return waitFor(pid, 0);
    }

    /**
     * Looks whether a copy has ended, and if so takes its exit code.
     *
     * @param pid of {@link #fork}
     * @return how it ended; null while it lives, and where there is no such child
     */
    public static @Nullable Ended poll(int pid) {
        return waitFor(pid, NO_HANG);
    }

    private static @Nullable Ended waitFor(int pid, int options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            int ended = (int) Native.C.WAITPID.invokeExact(pid, status, options);
            return ended <= 0 ? null : new Ended(ended, exitcode(status.get(ValueLayout.JAVA_INT, 0)));
        } catch (Throwable e) {
            throw new BugFailure("waitpid failed", e);
        }
    }

    /**
     * The end of a child.
     *
     * @param pid its number
     * @param exitcode its exit code, minus the signal where one killed it
     */
    public record Ended(int pid, int exitcode) {}

    /** What {@code waitpid} gives: the signal in the lowest 7 bits, or else the exit code in the next byte. */
    private static int exitcode(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? status >> 8 & 0xff : -signal;
    }

    /** A copy that allocates, collects, starts a thread and leaves, in time. */
    private static final class SelfCheck {
        private SelfCheck() {}

        static @Nullable String run() {
            int pid;
            try {
                pid = copy(false, true);
            } catch (UserFailure e) {
                return e.getMessage();
            }
            if (pid == 0) {
                exit(inChild());
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CHECK_SECONDS);
            Ended ended = poll(pid);
            while (ended == null && System.nanoTime() < end) {
                LockSupport.parkNanos(MOMENT_NANOS);
                ended = poll(pid);
            }
            if (ended == null) {
                boolean _ = ProcessHandle.of(pid)
                        .map(ProcessHandle::destroyForcibly)
                        .orElse(false);
                Ended _ = waitFor(pid);
                return "a copy of this JVM does not live: seconds=" + CHECK_SECONDS;
            }
            return ended.exitcode() == CHECKED ? null : "a copy of this JVM fails: exitcode=" + ended.exitcode();
        }

        private static int inChild() {
            try {
                List<byte[]> some = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    some.add(new byte[10_000]);
                }
                collectYoung(some);
                Thread.ofPlatform().start(some::clear).join();
                return some.isEmpty() ? CHECKED : 1;
            } catch (InterruptedException e) {
                return 1;
            }
        }

        /** Allocates until the collector comes: a program waits for this, and {@link System#gc} would look at everything. */
        private static void collectYoung(List<byte[]> some) {
            WeakReference<Object> probe = new WeakReference<>(new Object());
            for (int i = 0; i < MOST_PIECES && probe.get() != null; i++) {
                some.set(0, new byte[PIECE]);
            }
            if (probe.get() != null) { // a collector with more young memory
                System.gc();
            }
        }
    }
}
