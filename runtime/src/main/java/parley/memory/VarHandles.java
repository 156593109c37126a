package parley.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Access to shared words: {@code (int) INT.getVolatile(block, offset)}, {@code (int) INT.getVolatile(MEMORY, place)}.
 * Where speed matters, {@code getOpaque} rather than {@code get}, which is made for addresses that are not aligned: the
 * compiler does not always inline it.
 */
public final class VarHandles {
    /** A byte. */
    static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

    /** A 32-bit word; its offset is a multiple of 4. */
    public static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    /** A 64-bit word; its offset is a multiple of 8. */
    public static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    /**
     * All memory of this process, for who knows the address of a word and keeps what holds it reachable. Whether an
     * access is within a segment that is still there is asked anew after each volatile one, which takes longer than the
     * access: a lock is twice as fast without.
     */
    @SuppressWarnings("restricted")
    public static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /**
     * {@code place & WORDS} is the same place, and what the compiler now knows about it need not be looked at in each access
     * to {@link #MEMORY}: that it is within, and a multiple of 8. A lock is a third faster for that.
     */
    public static final long WORDS = (1L << 56) - Long.BYTES;

    private VarHandles() {}
}
