package parley.memory;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Access to shared words: {@code (int) INT.getVolatile(block, offset)}. */
public final class VarHandles {
    /** A byte. */
    static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

    /** A 32-bit word; its offset is a multiple of 4. */
    public static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    /** A 64-bit word; its offset is a multiple of 8. */
    public static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private VarHandles() {}
}
