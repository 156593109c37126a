package parley.sync;

import static parley.memory.VarHandles.INT;

import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Futex;
import parley.memory.ObjectKind;
import parley.memory.Verb;
import parley.trace.UserFailure;

/**
 * A counter between processes that never goes below zero, as Python's {@code multiprocessing.Semaphore}: {@code acquire}
 * takes one or waits for one, {@code release} gives one. A {@link BoundedSemaphore} refuses to be given more than it had
 * at first. What a killed process took is lost. Any thread.
 */
public sealed class Semaphore extends SharedObject permits BoundedSemaphore {
    private static final long serialVersionUID = 1;
    private static final long VALUE = BODY;
    private static final long WAITERS = BODY + 4;
    private static final long BOUND = BODY + 8;
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    /** Makes one that has 1. */
    public Semaphore() {
        this(1);
    }

    /**
     * Makes one.
     *
     * @param value what it has at first, 0 or more
     * @throws UserFailure where it is below 0
     */
    public Semaphore(int value) {
        this(ObjectKind.SEMAPHORE, value, Integer.MAX_VALUE);
    }

    Semaphore(ObjectKind kind, int value, int bound) {
        super(kind, 0);
        if (value < 0) {
            throw new UserFailure("semaphore initial value must be >= 0: value=" + value);
        }
        INT.set(block, BOUND, bound);
        INT.setVolatile(block, VALUE, value);
    }

    Semaphore(ObjectKind kind, long address) {
        super(kind, address);
    }

    /**
     * The same semaphore, made by another process.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static Semaphore attach(long address) {
        return new Semaphore(ObjectKind.SEMAPHORE, address);
    }

    /** Takes one; waits as long as it takes. */
    public void acquire() {
        boolean _ = acquire(true, null);
    }

    /**
     * Takes one if it can.
     *
     * @param block whether to wait
     * @param timeout the most seconds to wait, below 0 as 0; null for no limit
     * @return whether it took one
     * @throws parley.trace.StoppedFailure when the thread is interrupted while it waits
     */
    public boolean acquire(boolean block, @Nullable Double timeout) {
        if (tryTake()) {
            return true;
        }
        if (!block) {
            return false;
        }
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if (tryTake()) {
                return true;
            }
        }
        return waitFor(new Deadline(Seconds.nanos(timeout)));
    }

    private boolean tryTake() {
        int value = (int) INT.getVolatile(block, VALUE);
        while (value > 0) {
            int seen = (int) INT.compareAndExchange(block, VALUE, value, value - 1);
            if (seen == value) {
                return true;
            }
            value = seen;
        }
        return false;
    }

    private boolean waitFor(Deadline deadline) {
        INT.getAndAdd(block, WAITERS, 1); // a waiter that is killed costs a call to the kernel at each release
        try (var _ = member.waiting(Verb.ACQUIRE, here())) {
            while (!tryTake()) {
                long slice = deadline.slice();
                if (slice <= 0) {
                    return false;
                }
                Futex.await(block, VALUE, 0, slice);
                Deadline.checkStopped("acquire " + name());
            }
            return true;
        } finally {
            INT.getAndAdd(block, WAITERS, -1);
        }
    }

    /**
     * Gives one.
     *
     * @throws UserFailure where it is bounded and has all that it had at first
     */
    public void release() {
        int bound = (int) INT.get(block, BOUND);
        int value;
        do {
            value = (int) INT.getVolatile(block, VALUE);
            if (value >= bound) {
                throw new UserFailure("semaphore or lock released too many times");
            }
        } while (!INT.compareAndSet(block, VALUE, value, value + 1));
        if ((int) INT.getVolatile(block, WAITERS) > 0) {
            Futex.wake(block, VALUE, 1);
        }
    }

    /**
     * How many can be taken now.
     *
     * @return at this instant
     */
    public int get_value() {
        return (int) INT.getVolatile(block, VALUE);
    }

    /**
     * The most that it can have.
     *
     * @return for a bounded one, what it had at first
     */
    public int maxvalue() {
        return (int) INT.get(block, BOUND);
    }

    @Override
    public String toString() {
        return "<" + kind() + "(name=" + name() + ", value=" + get_value() + ")>";
    }
}
