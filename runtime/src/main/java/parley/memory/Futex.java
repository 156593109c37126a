package parley.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a shared word changes, in any process. On Linux the kernel's futex; elsewhere a nap that grows, which is
 * slower but right. Any thread; a virtual thread is pinned meanwhile.
 */
public final class Futex {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final long LONGEST_NAP = 1_000_000;

    private static final long NUMBER = Libc.futexNumber();
    private static final @Nullable MethodHandle WAIT = NUMBER < 0 ? null : Libc.systemCall(true);
    private static final @Nullable MethodHandle WAKE = NUMBER < 0 ? null : Libc.systemCall(false);
    private static final ThreadLocal<MemorySegment> TIMEOUT =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(16, 8));

    private Futex() {}

    /**
     * Waits while {@code word} equals {@code expected}, at most {@code nanos}; may return early.
     *
     * @param block holds the word
     * @param offset where it is
     * @param expected the value to wait on
     * @param nanos at most this long; must be positive
     */
    public static void await(MemorySegment block, long offset, int expected, long nanos) {
        if (WAIT == null) {
            nap(block, offset, expected, nanos);
            return;
        }
        MemorySegment timeout = TIMEOUT.get();
        timeout.set(ValueLayout.JAVA_LONG, 0, nanos / 1_000_000_000L);
        timeout.set(ValueLayout.JAVA_LONG, 8, nanos % 1_000_000_000L);
        try {
            long _ = (long) WAIT.invokeExact(NUMBER, block.asSlice(offset, 4), 0L, (long) expected, timeout, 0L, 0L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Wakes threads that wait for a word, in any process.
     *
     * @param block holds the word
     * @param offset where it is
     * @param count at most so many
     */
    public static void wake(MemorySegment block, long offset, int count) {
        wake(block.asSlice(offset, 4), count);
    }

    /**
     * The same, for who knows a word by its place only.
     *
     * @param place an address of this process
     * @param count at most so many
     */
    public static void wake(long place, int count) {
        wake(MemorySegment.ofAddress(place), count);
    }

    private static void wake(MemorySegment word, int count) {
        if (WAKE == null) {
            return;
        }
        try {
            long _ = (long) WAKE.invokeExact(NUMBER, word, 1L, (long) count, MemorySegment.NULL, 0L, 0L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void nap(MemorySegment block, long offset, int expected, long nanos) {
        long start = System.nanoTime();
        long nap = 10_000;
        while ((int) INT.getVolatile(block, offset) == expected
                && !Thread.currentThread().isInterrupted()
                && System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(nap);
            nap = Math.min(LONGEST_NAP, nap * 2);
        }
    }
}
