package parley.python;

import parley.sync.Lock;
import parley.trace.UserFailure;

/** A lock as {@code multiprocessing/synchronize.py} uses it: no call throws. Public for Python code. Any thread. */
public final class LockPort {
    private static final int INTERRUPTED = -1;

    private final Lock lock;
    private final Interrupts interrupts;

    LockPort(Lock lock, Interrupts interrupts) {
        this.lock = lock;
        this.interrupts = interrupts;
    }

    /** Where it is in shared memory. */
    public long address() {
        return lock.address();
    }

    /** Where its word is in this process. */
    public long place() {
        return lock.place();
    }

    /** Its name, as {@code Lock-1}. */
    public String name() {
        return lock.name();
    }

    /** 1 when this process has it now, 0 when not in time, -1 interrupted. */
    public int acquire(long nanos) {
        if (lock.acquire(false, null)) {
            return 1;
        }
        if (nanos == 0) {
            return 0;
        }
        Double timeout = nanos < 0 ? null : (Double) (nanos / 1e9);
        return interrupts.blocking(() -> lock.acquire(true, timeout) ? 1 : 0, INTERRUPTED);
    }

    /** Gives it back; false where it is free. */
    public boolean release() {
        try {
            lock.release();
            return true;
        } catch (UserFailure e) {
            return false;
        }
    }

    /** Whose it is, as Python's repr says it; {@code me} is this process's name. */
    public String owner(String me) {
        return !lock.locked() ? "None" : lock.isMine() ? me : "SomeOtherProcess";
    }
}
