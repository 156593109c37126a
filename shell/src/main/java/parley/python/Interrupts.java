package parley.python;

import java.util.function.Supplier;
import parley.trace.StoppedFailure;

/**
 * Ctrl-C for Python code, once for each request.
 *
 * <pre>
 *   idle ─begin─▶ running ─end─▶ idle          a request while idle does nothing
 *   request ─▶ SIGINT ─▶ GraalPy runs the Python handler in the main thread: it raises if take() says so
 *                └─ main thread blocked in one of our calls? ─▶ Thread.interrupt ─▶ the call returns "stopped",
 *                   Python code goes on, and there the handler runs
 * </pre>
 *
 * A thread is interrupted in our own calls only: an interrupt elsewhere would close the channel it reads.
 */
final class Interrupts {
    private boolean running;
    private boolean requested;
    private @org.jspecify.annotations.Nullable Thread blocked;
    private final Thread main;

    /** For the thread that makes it. */
    Interrupts() {
        main = Thread.currentThread();
    }

    /** User code starts. */
    synchronized void begin() {
        running = true;
        requested = false;
    }

    /** User code has ended: what was not delivered is forgotten. */
    synchronized void end() {
        running = false;
        requested = false;
    }

    /** Asks for a KeyboardInterrupt, if user code runs; whether it does. Any thread. */
    synchronized boolean request() {
        requested = running;
        return running;
    }

    /** Wakes the main thread where it is blocked in one of our calls; after GraalPy has noted the signal. */
    synchronized void wake() {
        if (blocked != null) {
            blocked.interrupt();
        }
    }

    /** Whether a KeyboardInterrupt is due: true once for each request. */
    synchronized boolean take() {
        boolean due = requested;
        requested = false;
        return due;
    }

    /** Runs a call that may block; {@code stopped} where it was interrupted. */
    <T> T blocking(Supplier<T> call, T stopped) {
        if (Thread.currentThread() != main) { // the user's own threads are not interrupted by Ctrl-C
            return call.get();
        }
        synchronized (this) {
            if (requested) {
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
