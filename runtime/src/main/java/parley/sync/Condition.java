package parley.sync;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.ObjectKind;
import parley.memory.Verb;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

/**
 * A condition between processes, as Python's {@code multiprocessing.Condition}: who holds its lock waits, which lets go of
 * the lock meanwhile, until another who holds it notifies. Who waits first is woken first, and only who was waiting.
 *
 * <pre>
 *   try (var held = condition.hold()) { condition.await_for(() -&gt; ready(), null); ... }
 *
 *   body   0 wait queue | 16 lock's address | 24 1 for a Lock, 2 for an RLock
 * </pre>
 *
 * Any thread.
 */
public final class Condition extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final long LOCK = BODY + 16;
    private static final long LOCK_KIND = BODY + 24;
    private static final int PLAIN = 1;
    private static final int REENTRANT = 2;

    private final transient Guard lock;
    private final transient WaitQueue queue = new WaitQueue(member, block, BODY);

    /** Makes one with an {@link RLock} of its own. */
    public Condition() {
        this(new RLock());
    }

    /**
     * Makes one.
     *
     * @param lock what guards it
     */
    public Condition(Guard lock) {
        super(ObjectKind.CONDITION, 0);
        this.lock = lock;
        LONG.set(block, LOCK, ((SharedObject) lock).here());
        INT.setVolatile(block, LOCK_KIND, lock instanceof Lock ? PLAIN : REENTRANT);
    }

    private Condition(long address) {
        super(ObjectKind.CONDITION, address);
        long where = (long) LONG.get(block, LOCK);
        lock = (int) INT.getVolatile(block, LOCK_KIND) == PLAIN ? Lock.attach(where) : RLock.attach(where);
    }

    /**
     * The same condition, made by another process.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static Condition attach(long address) {
        return new Condition(address);
    }

    @Override
    void sendParts() {
        long _ = lock.address();
    }

    /**
     * What guards it.
     *
     * @return its lock
     */
    public Guard lock() {
        return lock;
    }

    /** Takes its lock. */
    public void acquire() {
        lock.acquire();
    }

    /** Gives its lock back. */
    public void release() {
        lock.release();
    }

    /**
     * Takes its lock for a {@code try} block.
     *
     * @return releases the lock when it is closed
     */
    public Guard.Held hold() {
        return lock.hold();
    }

    /** Waits until it is notified, as long as it takes. The caller holds the lock. */
    public void await() {
        boolean _ = await(null);
    }

    /**
     * Waits until it is notified. Python's {@code wait}, a name that Java has taken. The caller holds the lock, and holds
     * it again afterwards.
     *
     * @param timeout the most seconds to wait, below 0 as 0; null for no limit
     * @return whether it was notified
     * @throws UserFailure where the caller does not hold the lock
     * @throws parley.trace.StoppedFailure when the thread is interrupted
     */
    public boolean await(@Nullable Double timeout) {
        checkMine("must acquire() condition before using wait()");
        long node = queue.enter();
        int count = letGo();
        StoppedFailure stopped = null;
        boolean woken;
        try (var _ = member.waiting(Verb.WAIT, here())) {
            queue.await(node, new Deadline(Seconds.nanos(timeout)), "wait " + name());
        } catch (StoppedFailure e) {
            stopped = e;
        } finally {
            woken = queue.leave(node);
            takeAgain(count);
        }
        if (stopped != null && !woken) {
            throw stopped;
        }
        if (stopped != null) { // woken and stopped at once: the turn must not be lost, the next wait stops
            Thread.currentThread().interrupt();
        }
        return woken;
    }

    /**
     * Waits until something holds; looks each time it is notified.
     *
     * @param predicate asked while the lock is held
     * @param timeout the most seconds to wait; null for no limit
     * @return what {@code predicate} gave last
     */
    public boolean await_for(BooleanSupplier predicate, @Nullable Double timeout) {
        long end = System.nanoTime() + (timeout == null ? 0 : Seconds.nanos(timeout));
        boolean holds = predicate.getAsBoolean();
        while (!holds) {
            Double left = timeout == null ? null : (Double) ((end - System.nanoTime()) / 1e9);
            if (left != null && left <= 0) {
                break;
            }
            boolean _ = await(left);
            holds = predicate.getAsBoolean();
        }
        return holds;
    }

    /** Wakes one who waits, if there is one. The caller holds the lock. */
    public void notify_one() {
        notify(1);
    }

    /**
     * Wakes some of those who wait. The caller holds the lock.
     *
     * @param n at most so many
     * @throws UserFailure where the caller does not hold the lock
     */
    public void notify(int n) {
        checkMine("lock is not owned");
        int _ = queue.wake(n);
    }

    /** Wakes all who wait. The caller holds the lock. */
    public void notify_all() {
        notify(Integer.MAX_VALUE);
    }

    /**
     * How many wait for it.
     *
     * @return at this instant
     */
    public int waiters() {
        return queue.size();
    }

    private void checkMine(String rule) {
        boolean mine = switch (lock) {
            case Lock plain -> plain.isMine();
            case RLock reentrant -> reentrant.isMine();
        };
        if (!mine) {
            throw new UserFailure(rule);
        }
    }

    private int letGo() {
        return switch (lock) {
            case Lock plain -> {
                plain.release();
                yield 1;
            }
            case RLock reentrant -> reentrant.releaseAll();
        };
    }

    /** However often it is stopped meanwhile: who called holds the lock afterwards, whatever happens. */
    private void takeAgain(int count) {
        boolean interrupted = Thread.interrupted();
        switch (lock) {
            case Lock plain -> plain.acquire();
            case RLock reentrant -> reentrant.acquireAgain(count);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "<Condition(name=" + name() + ", lock=" + lock + ")>";
    }
}
