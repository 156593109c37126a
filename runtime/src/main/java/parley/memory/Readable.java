package parley.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Whether a read of one of the system's files would wait: {@code poll}. Any thread. */
public final class Readable {
    private static final @Nullable MethodHandle POLL = Libc.poll();
    private static final long SIZE = 8; // struct pollfd: int fd, short events, short revents
    private static final long EVENTS = 4;
    private static final short INPUT = 1; // POLLIN; an error or the end is told of unasked

    private Readable() {}

    /**
     * Waits until there is something to read, the end, or an error.
     *
     * @param file the system's number of it
     * @param milliseconds at most so long; 0 only looks
     * @return false when the time is up, or a signal of the system's came
     */
    public static boolean await(int file, int milliseconds) {
        if (POLL == null) {
            return true; // then the read itself waits
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(SIZE, ValueLayout.JAVA_INT.byteAlignment());
            asked.set(ValueLayout.JAVA_INT, 0, file);
            asked.set(ValueLayout.JAVA_SHORT, EVENTS, INPUT);
            return (int) POLL.invokeExact(asked, 1L, milliseconds) > 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
