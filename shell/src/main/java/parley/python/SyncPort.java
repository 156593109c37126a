package parley.python;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parley.sync.Barrier;
import parley.sync.Condition;
import parley.sync.Event;
import parley.sync.Guard;
import parley.sync.RLock;
import parley.sync.Semaphore;
import parley.sync.Takeover;
import parley.trace.Named;
import parley.trace.UserFailure;
import parley.wire.Portable;

/**
 * What {@code multiprocessing/synchronize.py} uses of the objects that processes wait with, one record for each: no call
 * throws, and what blocks gives 1 when it has what it waited for, 0 when not in time, -1 interrupted. Times are
 * nanoseconds, below 0 without end. Public for Python code. Any thread.
 */
public sealed interface SyncPort {
    /** The object. */
    Portable object();

    /** Where it is in shared memory. */
    default long address() {
        return object().address();
    }

    /** Its name, as {@code Event-1}. */
    default String name() {
        return ((Named) object()).name();
    }

    private static int waited(Interrupts interrupts, BooleanSupplier wait) {
        return interrupts.blocking(() -> wait.getAsBoolean() ? 1 : 0, -1);
    }

    private static @Nullable Double seconds(long nanos) {
        return nanos < 0 ? null : (Double) (nanos / 1e9);
    }

    /** For a lock: 1, 0 and -1 as above, or a text: the caller has it, and must know what became of its last owner. */
    static Object lock(Guard lock, long nanos, Interrupts interrupts) {
        Takeover.Outcome now = Takeover.collect(() -> lock.acquire(false, null));
        if (now.taken() || nanos == 0) {
            return code(now);
        }
        Object interrupted = -1;
        return interrupts.blocking(() -> code(Takeover.collect(() -> lock.acquire(true, seconds(nanos)))), interrupted);
    }

    private static Object code(Takeover.Outcome outcome) {
        return outcome.warning() != null ? outcome.warning() : outcome.taken() ? 1 : 0;
    }

    private static boolean allowed(Runnable action) {
        try {
            action.run();
            return true;
        } catch (UserFailure e) {
            return false;
        }
    }

    /** A lock that its owner may take again. */
    record Reentrant(RLock object, Interrupts interrupts) implements SyncPort {
        public Object acquire(long nanos) {
            return SyncPort.lock(object, nanos, interrupts);
        }

        /** False where the calling thread does not hold it. */
        public boolean release() {
            return allowed(object::release);
        }

        /** Where its word is in this process. */
        public long place() {
            return object.place();
        }

        public boolean isMine() {
            return object.isMine();
        }

        public boolean locked() {
            return object.locked();
        }

        public int count() {
            return object.count();
        }
    }

    /** A counter. */
    record Counter(Semaphore object, Interrupts interrupts) implements SyncPort {
        public int acquire(long nanos) {
            if (object.acquire(false, null)) {
                return 1;
            }
            return nanos == 0 ? 0 : waited(interrupts, () -> object.acquire(true, seconds(nanos)));
        }

        /** False where it has all that it may. */
        public boolean release() {
            return allowed(object::release);
        }

        public int value() {
            return object.get_value();
        }

        public int maxvalue() {
            return object.maxvalue();
        }
    }

    /** A flag. */
    record Flag(Event object, Interrupts interrupts) implements SyncPort {
        public int waitFor(long nanos) {
            return object.is_set() ? 1 : waited(interrupts, () -> object.await(seconds(nanos)));
        }

        public boolean isSet() {
            return object.is_set();
        }

        public void set() {
            object.set();
        }

        public void clear() {
            object.clear();
        }
    }

    /** A condition; Python has its lock beside it. */
    record Notice(Condition object, Interrupts interrupts) implements SyncPort {
        /** 2 where the caller does not hold the lock. */
        public int waitFor(long nanos) {
            try {
                return waited(interrupts, () -> object.await(seconds(nanos)));
            } catch (UserFailure e) {
                return 2;
            }
        }

        /** False where the caller does not hold the lock. */
        public boolean wake(int most) {
            return allowed(() -> object.notify(most));
        }

        public int waiters() {
            return object.waiters();
        }

        public boolean isReentrant() {
            return object.lock() instanceof RLock;
        }

        public long lock() {
            return object.lock().address();
        }
    }

    /** The words of a barrier. */
    record Gate(Barrier object) implements SyncPort {
        public int parties() {
            return object.parties();
        }

        public long condition() {
            return object.condition().address();
        }

        public int state() {
            return object.stateNumber();
        }

        public void setState(int number) {
            object.stateNumber(number);
        }

        public int count() {
            return object.n_waiting();
        }

        public void seat(boolean comes) {
            object.seat(comes);
        }

        public void dismissDead() {
            object.dismissDead();
        }
    }
}
