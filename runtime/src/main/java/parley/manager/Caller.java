package parley.manager;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whom a thread of a manager works for: one thread of a client, as long as its connection lasts. To whom a lock of a
 * manager belongs is said by this.
 */
abstract class Caller {
    private static final long SLICE_MILLIS = 50;
    private static final ThreadLocal<@Nullable Caller> CURRENT = new ThreadLocal<>();

    /** The client has gone, or does not want the answer any more. */
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;

        Gone() {
            super(null, null, false, false);
        }
    }

    /** Whether nobody waits for what this thread does; asked once in a while, while it waits. */
    abstract boolean gone();

    /** The process that calls, or where that is not known, all of them: whose references are counted together. */
    abstract Object holder();

    /** This thread works for it from now on. */
    final void attend() {
        CURRENT.set(this);
    }

    static Caller current() {
        Caller caller = CURRENT.get();
        if (caller == null) {
            throw new IllegalStateException("this thread works for no client");
        }
        return caller;
    }

    /**
     * Waits inside a monitor, which whoever makes it ready notifies.
     *
     * @param timeout seconds; null or below 0 for no limit
     * @return false where the time is up
     */
    static boolean await(Object monitor, @Nullable Double timeout, BooleanSupplier ready) {
        Caller caller = current();
        double most = timeout == null ? -1 : timeout;
        boolean endless = most < 0;
        long end = System.nanoTime() + (long) (most * 1e9);
        while (!ready.getAsBoolean()) {
            long left = endless ? SLICE_MILLIS : Math.ceilDiv(end - System.nanoTime(), 1_000_000L);
            if (left <= 0) {
                return false;
            }
            if (caller.gone()) {
                throw new Gone();
            }
            try {
                monitor.wait(Math.min(SLICE_MILLIS, left));
            } catch (InterruptedException e) { // the manager ends
                throw new Gone();
            }
        }
        return true;
    }
}
