package parley.sync;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;
import parley.memory.ObjectKind;
import parley.trace.UserFailure;

/**
 * A lock between processes, as Python's {@code multiprocessing.Lock}: not reentrant, and any process may release it.
 *
 * <pre>
 *   try (var held = lock.hold()) { ... }      or      lock.acquire(); try { ... } finally { lock.release(); }
 * </pre>
 *
 * A lock whose owner was killed is taken over by the next who waits; a warning on the error stream names the dead
 * owner, because what the lock guards may be half written. Any thread.
 */
public final class Lock extends SharedObject implements Guard {
    private static final long serialVersionUID = 1;

    private final transient Bias bias = new Bias(member, place());
    private final transient OwnedWord word = new OwnedWord(member, block, BODY, here(), bias);

    /** Makes a free lock. */
    public Lock() {
        this(0);
    }

    private Lock(long address) {
        super(ObjectKind.LOCK, address);
    }

    /**
     * The same lock, made by another process.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static Lock attach(long address) {
        return new Lock(address);
    }

    @Override
    public void acquire() {
        boolean _ = acquire(true, null);
    }

    @Override
    public boolean acquire(boolean block, @Nullable Double timeout) {
        try {
            return bias.take() || word.take(block, timeout);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Gives the lock back; any process may do so.
     *
     * @throws UserFailure where the lock is free
     */
    @Override
    public void release() {
        try {
            if (!bias.giveBack() && !word.giveBack()) {
                throw new UserFailure("semaphore or lock released too many times");
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Whether somebody holds it now.
     *
     * @return true while it is held
     */
    public boolean locked() {
        return word.isTaken();
    }

    /**
     * Whether this process holds it.
     *
     * @return true between its acquire and anybody's release
     */
    public boolean isMine() {
        return word.isMine();
    }

    @Override
    public String toString() {
        return "<Lock(name=" + name() + ", owner=" + word.owner() + ")>";
    }
}
