package parley.sync;

import org.jspecify.annotations.Nullable;

/** A lock that a {@link Condition} can let go of and take again. */
public sealed interface Guard permits Lock, RLock {
    /** Takes it; waits as long as it takes. */
    void acquire();

    /**
     * Takes it if it can.
     *
     * @param block whether to wait
     * @param timeout the most seconds to wait, below 0 as 0; null for no limit
     * @return whether the caller has it now
     * @throws parley.trace.StoppedFailure when the thread is interrupted while it waits
     */
    boolean acquire(boolean block, @Nullable Double timeout);

    /**
     * Gives it back.
     *
     * @throws parley.trace.UserFailure where the caller may not
     */
    void release();

    /**
     * Takes it for a {@code try} block.
     *
     * @return releases it when it is closed
     */
    default Held hold() {
        acquire();
        return this::release;
    }

    /**
     * Its name.
     *
     * @return as {@code Lock-1}
     */
    String name();

    /**
     * What it is.
     *
     * @return {@code Lock} or {@code RLock}
     */
    String kind();

    /**
     * Where it is.
     *
     * @return its address in the session's shared memory
     */
    long address();

    /** A lock that is held. */
    @FunctionalInterface
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
