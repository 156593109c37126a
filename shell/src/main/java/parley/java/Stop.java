package parley.java;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.fork.Fork;
import parley.process.Current;

/**
 * What woven code calls: {@link #check} at every backward branch and before recursion, {@link #exit} for
 * {@code System.exit}. Any thread; only the snippet's own thread is ever stopped.
 */
public final class Stop {
    private static volatile boolean requested;
    private static volatile @Nullable Thread stoppable;
    private static volatile @Nullable IntConsumer leaving;

    static {
        AtFork.inChild(Stop::copied);
    }

    private Stop() {}

    /** Raised in the user's code; not an {@code Exception}, so that ordinary handlers let it through. */
    static final class Stopped extends Error {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("stopped", null, false, true);
        }
    }

    /** Goes on, or stops the snippet where that was asked for. */
    public static void check() {
        if (requested && Thread.currentThread() == stoppable) {
            throw new Stopped();
        }
    }

    /**
     * Leaves the session with an exit code, without running anything more of the user's code.
     *
     * @param status the exit code
     */
    public static void exit(int status) {
        IntConsumer leave = leaving;
        if (leave == null) {
            Runtime.getRuntime().exit(status);
        } else {
            leave.accept(status);
        }
        while (true) { // what follows System.exit must never run: this thread is over
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // nothing may wake it
            }
        }
    }

    /** From now on this thread can be stopped, and leaving is told to {@code leave}. */
    static void begin(Thread thread, IntConsumer leave) {
        stoppable = thread;
        leaving = leave;
    }

    /** In a copy that a snippet made of its process: nobody waits there for what the original's snippet says. */
    private static void copied() {
        if (leaving != null) {
            leaving = Stop::leaveCopy;
        }
    }

    private static void leaveCopy(int status) {
        Current.leave();
        System.out.flush();
        System.err.flush();
        Fork.exit(status & 0xff);
    }

    /** The snippet is over. */
    static void end() {
        stoppable = null;
        leaving = null;
    }

    /** Asks the running snippet to stop. */
    static void request() {
        requested = true;
        Thread thread = stoppable;
        if (thread != null) {
            thread.interrupt();
        }
    }

    static void clear() {
        requested = false;
    }

    static boolean isRequested() {
        return requested;
    }
}
