package parley.python;

import java.util.function.Supplier;
import parley.trace.StoppedFailure;

/**
 * Signals for Python code; Ctrl-C once for each request.
 *
 * <pre>
 *   idle ─begin─▶ running ─end─▶ idle          a request while idle, or ignored, does nothing
 *   request ─▶ SIGINT ─▶ GraalPy runs the Python handler in the main thread: it goes on if take() says so
 *                ├─ main thread blocked in one of our calls? ─▶ Thread.interrupt ─▶ the call returns "stopped",
 *                │  Python code goes on, and there the handler runs
 *                └─ main thread reads the standard input? ─▶ the read ends empty, and Python code reads again
 *   arrived ─▶ any other signal that Python handles ─▶ the same, until taken()
 * </pre>
 *
 * A thread is interrupted in our own calls only: an interrupt elsewhere would close the channel it reads.
 */
final class Interrupts {
    private boolean running;
    private boolean requested;
    private boolean ignored;
    private int others;
    private @org.jspecify.annotations.Nullable Thread blocked;
    private @org.jspecify.annotations.Nullable StandardInput input;
    private volatile Thread main;

    /** For the thread that makes it. */
    Interrupts() {
        main = Thread.currentThread();
    }

    /** In a copy: for the thread that calls. */
    synchronized void move() {
        main = Thread.currentThread();
        blocked = null;
    }

    /** User code starts. */
    synchronized void begin() {
        running = true;
        requested = false;
        others = 0;
    }

    /** User code starts, or goes on: what was requested since it started is delivered. */
    synchronized void goOn() {
        if (!running) {
            begin();
        }
    }

    /** User code has ended: what was not delivered is forgotten. */
    synchronized void end() {
        running = false;
        requested = false;
    }

    /** Asks for the handler of Ctrl-C, if user code runs that wants it; whether it does. Any thread. */
    synchronized boolean request() {
        requested = running && !ignored;
        return requested;
    }

    /** Whether user code wants no Ctrl-C from now on. */
    synchronized void ignore(boolean now) {
        ignored = now;
    }

    /** Another signal came, and GraalPy is about to hear it. Any thread. */
    synchronized void arrived() {
        others++;
    }

    /** The handler of another signal runs. */
    synchronized void taken() {
        others = Math.max(0, others - 1);
    }

    /** Wakes the main thread where it is blocked in one of our calls; after GraalPy has noted the signal. */
    synchronized void wake() {
        if (blocked != null) {
            blocked.interrupt();
        }
        if (input != null) {
            input.stop();
        }
    }

    /** What the main thread reads, before it does. */
    synchronized void reads(StandardInput standard) {
        input = standard;
    }

    /** Whether a read of the standard input ended because a signal came, since this was asked last. */
    synchronized boolean takeInputStopped() {
        return input != null && input.takeStopped();
    }

    /** Whether the caller is the thread that hears signals. */
    boolean isInMainThread() {
        return Thread.currentThread() == main;
    }

    /** Whether the handler of some signal will run soon. */
    synchronized boolean isDue() {
        return requested || others > 0;
    }

    /** Whether the handler of Ctrl-C is due: true once for each request. */
    synchronized boolean take() {
        boolean due = requested;
        requested = false;
        return due;
    }

    /** Runs a call that may block; {@code stopped} where it was interrupted. */
    <T> T blocking(Supplier<T> call, T stopped) {
        if (!isInMainThread()) { // the user's own threads are not interrupted by Ctrl-C
            return call.get();
        }
        synchronized (this) {
            if (isDue()) {
                return stopped;
            }
            blocked = main;
        }
        try {
            return call.get();
        } catch (StoppedFailure e) {
            return stopped;
        } finally {
            synchronized (this) {
                blocked = null;
                boolean _ = Thread.interrupted(); // it came too late: the handler runs all the same
            }
        }
    }
}
