package parley.memory;

import java.lang.foreign.MemorySegment;
import parley.interleavings.Schedule;

/** Stands in for the runtime's: who waits is not given the turn. */
public final class Futex {
    private Futex() {}

    public static void await(MemorySegment block, long offset, int expected, long nanos) {
        Schedule.await(
                block.address() + offset, () -> (int) VarHandles.INT.getVolatile(block, offset) == expected, nanos);
    }

    public static void wake(MemorySegment block, long offset, int count) {
        Schedule.wake(block.address() + offset, count);
    }
}
