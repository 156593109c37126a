package parley.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import parley.interleavings.Schedule;

/** Stands in for the runtime's: each access is a step of the schedule. */
public final class VarHandles {
    static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
    public static final VarHandle INT = stepping(ValueLayout.JAVA_INT);
    public static final VarHandle LONG = stepping(ValueLayout.JAVA_LONG);

    public static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private VarHandles() {}

    private static VarHandle stepping(ValueLayout layout) {
        try {
            MethodHandle step = MethodHandles.lookup()
                    .findStatic(VarHandles.class, "step", MethodType.methodType(long.class, long.class));
            return MethodHandles.filterCoordinates(layout.varHandle(), 1, step);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static long step(long offset) {
        Schedule.step();
        return offset;
    }
}
