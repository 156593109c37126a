package parley.channel;

import static parley.memory.VarHandles.INT;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import parley.memory.Deadline;
import parley.memory.Futex;
import parley.memory.Spin;

/** What those wait at who wait for a ring: how often it rang, and 4 bytes on, how many wait. Any thread. */
final class Bell {
    private static final long WAITERS = 4;
    private static final int SPINS = 1000;

    private final MemorySegment block;
    private final long offset;

    Bell(MemorySegment block, long offset) {
        this.block = block;
        this.offset = offset;
    }

    /** Waits until something may be ready; false when the time is up. */
    boolean await(Deadline deadline, BooleanSupplier ready) {
        return Spin.until(ready, SPINS) || sleep(deadline, ready);
    }

    /** The same for who has looked for long enough. */
    boolean sleep(Deadline deadline, BooleanSupplier ready) {
        int seen = (int) INT.getVolatile(block, offset);
        INT.getAndAdd(block, offset + WAITERS, 1);
        try {
            long slice = deadline.slice();
            if (slice <= 0) {
                return ready.getAsBoolean();
            }
            if (!ready.getAsBoolean()) {
                Futex.await(block, offset, seen, slice);
            }
            return true;
        } finally {
            INT.getAndAdd(block, offset + WAITERS, -1);
        }
    }

    boolean isAwaited() {
        return (int) INT.getVolatile(block, offset + WAITERS) != 0;
    }

    void wake() {
        if (isAwaited()) {
            INT.getAndAdd(block, offset, 1);
            Futex.wake(block, offset, 1);
        }
    }

    void wakeAll() {
        INT.getAndAdd(block, offset, 1);
        Futex.wake(block, offset, Integer.MAX_VALUE);
    }
}
