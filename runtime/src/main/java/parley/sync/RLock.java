package parley.sync;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import org.jspecify.annotations.Nullable;
import parley.memory.ObjectKind;
import parley.trace.UserFailure;

/**
 * A lock between processes that its owner, a thread of a process, may take again, as Python's {@code
 * multiprocessing.RLock}: it is free when it was released as often as it was taken. Only its owner may release it. A
 * killed owner is told of as with {@link Lock}. Any thread.
 */
public final class RLock extends SharedObject implements Guard {
    private static final long serialVersionUID = 1;

    /** From its word, at its {@link #place()}, to whether somebody may sleep; of a {@link Lock} too. */
    public static final long SLEEPERS_AFTER_WORD = 4;

    /** From its word to the number of the thread that owns it. */
    public static final long THREAD_AFTER_WORD = 8;

    /** From its word to how often it is taken. */
    public static final long COUNT_AFTER_WORD = 16;

    private static final long THREAD = BODY + THREAD_AFTER_WORD;
    private static final long COUNT = BODY + COUNT_AFTER_WORD;

    private final transient OwnedWord word = new OwnedWord(member, block, BODY, here(), null);

    /** Makes a free lock. */
    public RLock() {
        this(0);
    }

    private RLock(long address) {
        super(ObjectKind.RLOCK, address);
    }

    /**
     * The same lock, made by another process.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static RLock attach(long address) {
        return new RLock(address);
    }

    @Override
    public void acquire() {
        boolean _ = acquire(true, null);
    }

    @Override
    public boolean acquire(boolean block, @Nullable Double timeout) {
        if (isMine()) {
            INT.setOpaque(this.block, COUNT, count() + 1);
            return true;
        }
        if (!word.take(block, timeout)) {
            return false;
        }
        own(1);
        return true;
    }

    /** Without a fence: only the thread itself finds its own number there, and sees what it wrote. */
    private void own(int count) {
        INT.setOpaque(block, COUNT, count);
        LONG.setRelease(block, THREAD, Thread.currentThread().threadId());
    }

    /**
     * Gives the lock back once.
     *
     * @throws UserFailure where the calling thread does not hold it
     */
    @Override
    public void release() {
        if (!isMine()) {
            throw new UserFailure("attempt to release recursive lock not owned by thread");
        }
        if (count() > 1) {
            INT.setOpaque(block, COUNT, count() - 1);
        } else {
            int _ = releaseAll();
        }
    }

    /** Gives it back, however often it was taken; says how often. */
    int releaseAll() {
        int count = count();
        LONG.setRelease(block, THREAD, 0L); // while the word is still ours: nobody else writes it
        INT.setOpaque(block, COUNT, 0);
        boolean _ = word.giveBack();
        return count;
    }

    /** Takes it again so often. */
    void acquireAgain(int count) {
        acquire();
        own(count);
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
     * Whether the calling thread holds it.
     *
     * @return true between its acquire and its last release
     */
    public boolean isMine() {
        return word.isMine()
                && (long) LONG.getVolatile(block, THREAD)
                        == Thread.currentThread().threadId();
    }

    /**
     * How often its owner has taken it.
     *
     * @return 0 where it is free
     */
    public int count() {
        return (int) INT.getVolatile(block, COUNT);
    }

    @Override
    public String toString() {
        return "<RLock(name=" + name() + ", owner=" + word.owner() + ", count=" + count() + ")>";
    }
}
