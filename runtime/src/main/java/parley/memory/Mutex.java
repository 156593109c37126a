package parley.memory;

import java.lang.foreign.MemorySegment;

/**
 * Mutual exclusion over one shared word, for the runtime's own short critical sections. A mutex whose owner was killed
 * is taken over: what it guards must be valid at every instant.
 *
 * <pre>
 *   word:  0 free  |  owner (28 bits: generation, row) with or without the WAITERS bit
 *   free ─lock─▶ owner ─another comes─▶ owner+WAITERS ─unlock─▶ free, one waiter woken
 *                                          └─owner is dead─▶ another owner+WAITERS
 * </pre>
 */
public final class Mutex {
    private static final int WAITERS = 0x8000_0000;
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;
    private static final long CHECK_OWNER = 20_000_000;

    private Mutex() {}

    /**
     * Takes the mutex, however long that takes; it is never held for longer than some copying.
     *
     * @param segment whose process table knows the owners
     * @param block holds the word
     * @param offset where it is
     * @param me this process, {@link Member#owner()}
     */
    public static void lock(Segment segment, MemorySegment block, long offset, int me) {
        if (!VarHandles.INT.compareAndSet(block, offset, 0, me)) {
            lockSlowly(segment, block, offset, me);
        }
    }

    private static void lockSlowly(Segment segment, MemorySegment block, long offset, int me) {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if ((int) VarHandles.INT.getVolatile(block, offset) == 0
                    && VarHandles.INT.compareAndSet(block, offset, 0, me)) {
                return;
            }
        }
        while (true) {
            int word = (int) VarHandles.INT.getVolatile(block, offset);
            if (word == 0) {
                if (VarHandles.INT.compareAndSet(block, offset, 0, me | WAITERS)) {
                    return;
                }
            } else if ((word & WAITERS) != 0 || VarHandles.INT.compareAndSet(block, offset, word, word | WAITERS)) {
                Futex.await(block, offset, word | WAITERS, CHECK_OWNER);
                if ((int) VarHandles.INT.getVolatile(block, offset) == (word | WAITERS)
                        && !segment.processes().isAlive(word & ~WAITERS)
                        && VarHandles.INT.compareAndSet(block, offset, word | WAITERS, me | WAITERS)) {
                    return;
                }
            }
        }
    }

    /**
     * Gives the mutex back.
     *
     * @param block holds the word
     * @param offset where it is
     */
    public static void unlock(MemorySegment block, long offset) {
        int word = (int) VarHandles.INT.getAndSet(block, offset, 0);
        if ((word & WAITERS) != 0) {
            Futex.wake(block, offset, 1);
        }
    }
}
