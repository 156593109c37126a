package parley.process;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import parley.channel.Messages;
import parley.channel.PipeEnd;
import parley.fork.AtFork;
import parley.trace.Self;

/** Who this process is. Any thread. */
public final class Current {
    private static final String OF_LANGUAGE = "Polyglot-"; // so the names of their threads begin

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static volatile boolean leaving;
    private static final List<Runnable> LEAVING = new CopyOnWriteArrayList<>();

    private static volatile Identity identity = new Identity("MainProcess", false, "", 0);

    /** In a copy of a process: that one's other threads, which stand still here and never end. */
    private static volatile Set<Thread> leftBehind = Set.of();

    static {
        AtFork.inChild(() -> leftBehind = threads());
    }

    private record Identity(String name, boolean daemon, String parentName, long parentPid) {}

    private Current() {}

    /** Called once, before the body runs. */
    static void become(Start start) {
        become(start.name(), start.daemon(), start.parentName(), start.parentPid());
    }

    /** After a rehearsal: this is nobody's child, and has had no child. */
    public static void forgetRehearsal() {
        become("MainProcess", false, "", 0);
    }

    /** The same, in a copy of the parent. */
    static void become(String name, boolean daemon, String parentName, long parentPid) {
        Self.name(name);
        COUNTER.set(0);
        leaving = false;
        identity = new Identity(name, daemon, parentName, parentPid);
    }

    /**
     * Its name.
     *
     * @return {@code MainProcess}, or what its parent named it
     */
    public static String name() {
        return identity.name();
    }

    /**
     * Its number.
     *
     * @return the operating system's pid
     */
    public static long pid() {
        return Self.pid();
    }

    /**
     * Whether it is ended when its parent leaves.
     *
     * @return false for the main process
     */
    public static boolean daemon() {
        return identity.daemon();
    }

    /**
     * Whether it was started by another process of its session.
     *
     * @return false for the main process
     */
    public static boolean isChild() {
        return !identity.parentName().isEmpty();
    }

    /**
     * Its parent's name.
     *
     * @return empty for the main process
     */
    public static String parentName() {
        return identity.parentName();
    }

    /**
     * Its parent's number.
     *
     * @return 0 for the main process
     */
    public static long parentPid() {
        return identity.parentPid();
    }

    /**
     * A name for the next child, as Python gives it: {@code Process-1}, {@code Process-2:1} in a child.
     *
     * @param prefix {@code Process}, {@code SpawnPoolWorker}
     * @return unique in this process
     */
    public static String nextChildName(String prefix) {
        String mine = name();
        int dash = mine.lastIndexOf('-');
        String own = isChild() && dash >= 0 && mine.substring(dash + 1).matches("[0-9:]+")
                ? mine.substring(dash + 1) + ":"
                : "";
        return prefix + "-" + own + nextNumber();
    }

    /**
     * A number for the next child, of either language.
     *
     * @return from 1
     */
    public static int nextNumber() {
        return COUNTER.incrementAndGet();
    }

    /**
     * How many processes can run at once.
     *
     * @return the processors this process may use
     */
    public static int cpu_count() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * Waits for every thread that is no daemon, and those they start, as a Java program does before it ends. Those of
     * another language are none of them: it has its own daemons, and has waited for the others.
     */
    public static void joinThreads() {
        try {
            for (int quiet = 0; quiet < 2; ) { // twice: one look misses a thread that ends, and whom that one started
                Thread thread = other();
                if (thread == null) {
                    quiet++;
                } else {
                    thread.join();
                    quiet = 0;
                }
            }
        } catch (InterruptedException e) {
            // somebody wants this process to leave now
        }
    }

    private static @Nullable Thread other() {
        return threads().stream()
                .filter(thread -> !thread.isDaemon()
                        && thread.isAlive()
                        && !thread.equals(Thread.currentThread())
                        && !leftBehind.contains(thread)
                        && !thread.getName().startsWith(OF_LANGUAGE)
                        && !thread.getName().equals("DestroyJavaVM"))
                .findAny()
                .orElse(null);
    }

    private static Set<Thread> threads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = root; parent != null; parent = parent.getParent()) {
            root = parent;
        }
        Thread[] some = new Thread[root.activeCount() + 16];
        int count = root.enumerate(some, true);
        while (count == some.length) { // perhaps there are more
            some = new Thread[2 * count];
            count = root.enumerate(some, true);
        }
        return Set.of(Arrays.copyOf(some, count));
    }

    /**
     * Registers something to do first of all when this process, or a copy of it, leaves.
     *
     * @param action must not fail
     */
    public static void whenLeaving(Runnable action) {
        LEAVING.add(action);
    }

    /**
     * Whether this process is about to end.
     *
     * @return false in a copy that was made before
     */
    public static boolean isLeaving() {
        return leaving;
    }

    /** What Python does before a process ends: hands on what is in queues, ends daemons, waits for other children; closes. */
    public static void leave() {
        leaving = true;
        LEAVING.forEach(Runnable::run);
        Messages.joinAll();
        Child.leaveAll();
        PipeEnd.closeAll();
        SpareJvms.end();
    }
}
