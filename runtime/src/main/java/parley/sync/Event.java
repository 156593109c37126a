package parley.sync;

import static parley.memory.VarHandles.INT;

import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Futex;
import parley.memory.ObjectKind;
import parley.memory.Verb;

/**
 * A flag between processes that others wait for, as Python's {@code multiprocessing.Event}. Any thread.
 *
 * <pre>
 *   word   (how often it was set) &lt;&lt; 1 | flag: who waits sees that it was set, also when it is cleared at once
 * </pre>
 */
public final class Event extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final long WORD = BODY;

    /** Makes one that is not set. */
    public Event() {
        this(0);
    }

    private Event(long address) {
        super(ObjectKind.EVENT, address);
    }

    /**
     * The same event, made by another process.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static Event attach(long address) {
        return new Event(address);
    }

    /**
     * Whether it is set.
     *
     * @return at this instant
     */
    public boolean is_set() {
        return (word() & 1) != 0;
    }

    /** Sets it, and wakes all who wait. */
    public void set() {
        int word;
        do {
            word = word();
        } while (!INT.compareAndSet(block, WORD, word, ((word >>> 1) + 1) << 1 | 1));
        Futex.wake(block, WORD, Integer.MAX_VALUE);
    }

    /** Takes that back. */
    public void clear() {
        int word;
        do {
            word = word();
        } while (!INT.compareAndSet(block, WORD, word, word & ~1));
    }

    /** Waits until it is set, as long as it takes. */
    public void await() {
        boolean _ = await(null);
    }

    /**
     * Waits until it is set. Python's {@code wait}, a name that Java has taken.
     *
     * @param timeout the most seconds to wait, below 0 as 0; null for no limit
     * @return whether it is set; false too where it was cleared as soon as it was set
     * @throws parley.trace.StoppedFailure when the thread is interrupted
     */
    public boolean await(@Nullable Double timeout) {
        int word = word();
        if ((word & 1) != 0) {
            return true;
        }
        int before = word >>> 1;
        Deadline deadline = new Deadline(Seconds.nanos(timeout));
        try (var _ = member.waiting(Verb.WAIT, here())) {
            while (word >>> 1 == before) {
                long slice = deadline.slice();
                if (slice <= 0) {
                    return false;
                }
                Futex.await(block, WORD, word, slice);
                Deadline.checkStopped("wait " + name());
                word = word();
            }
        }
        return (word & 1) != 0;
    }

    private int word() {
        return (int) INT.getVolatile(block, WORD);
    }

    @Override
    public String toString() {
        return "<Event(name=" + name() + ", set=" + is_set() + ")>";
    }
}
