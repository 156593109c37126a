package parley.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A fence between two processes that one of them pays for alone, with Linux's system call of this name.
 *
 * <pre>
 *   who is fast               who is slow
 *     store A                   store B
 *     {@link #light}                     {@link #heavy}        at least one of both sees what the other one has stored
 *     load B                    load A
 * </pre>
 *
 * The light side is nothing but the order in which the compiler leaves the two, where the process is registered; that
 * takes some 15 ms, so a thread does it when this class is first used, and until then, and where the kernel has no
 * such call, the light side is a whole fence. A copy of a registered process is registered.
 *
 * <p>Any thread.
 */
public final class Membarrier {
    private static final long QUERY = 0;
    private static final long GLOBAL_EXPEDITED = 1 << 1;
    private static final long REGISTER_GLOBAL_EXPEDITED = 1 << 2;

    private static final long NUMBER = Libc.membarrierNumber();
    private static final @Nullable MethodHandle QUICK = NUMBER < 0 ? null : Libc.systemCall(false);
    private static final long COMMANDS = Math.max(0, call(QUICK, QUERY)); // below 0: refused
    private static final boolean IS_THERE = (COMMANDS & GLOBAL_EXPEDITED) != 0;

    private static volatile boolean registered;

    static {
        MethodHandle slow = IS_THERE ? Libc.systemCall(true) : null;
        if (slow != null) {
            Thread.ofPlatform()
                    .daemon()
                    .name("membarrier")
                    .start(() -> registered = call(slow, REGISTER_GLOBAL_EXPEDITED) == 0);
        }
    }

    private Membarrier() {}

    /**
     * Whether {@link #light} is enough between a store with release semantics and a load; otherwise the store has to be
     * a volatile one.
     *
     * @return false for the first moment of a process, or for ever
     */
    public static boolean isRegistered() {
        return registered;
    }

    /**
     * Between a store and a load of the fast side. Both fences are instructions of no machine whose loads and stores
     * are ordered as on x86; that no compiler moves the load up across them, or the store down, is what they are for.
     */
    public static void light() {
        VarHandle.releaseFence();
        VarHandle.acquireFence();
    }

    /** Between a volatile store and a load of the slow side: takes microseconds. */
    public static void heavy() {
        if (IS_THERE) {
            long _ = call(QUICK, GLOBAL_EXPEDITED);
        }
    }

    private static long call(@Nullable MethodHandle systemCall, long command) {
        if (systemCall == null) {
            return 0;
        }
        try {
            return (long) systemCall.invokeExact(
                    NUMBER, MemorySegment.ofAddress(command), 0L, 0L, MemorySegment.NULL, 0L, 0L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
