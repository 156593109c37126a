package parley.python;

import parley.sync.Lock;
import parley.trace.UserFailure;

/** A lock as {@code multiprocessing/synchronize.py} uses it: no call throws. Public for Python code. Any thread. */
public final class LockPort {
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

    /** See {@link SyncPort#lock}. */
    public Object acquire(long nanos) {
        return SyncPort.lock(lock, nanos, interrupts);
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
