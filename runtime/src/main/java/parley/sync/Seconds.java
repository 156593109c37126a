package parley.sync;

import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;

/** Python's timeouts. Has no state. */
final class Seconds {
    private Seconds() {}

    /** Seconds, below 0 as 0, null without end; as {@link Deadline} wants it. */
    static long nanos(@Nullable Double timeout) {
        return timeout == null ? Deadline.FOREVER : (long) (Math.max(0, timeout) * 1e9);
    }
}
