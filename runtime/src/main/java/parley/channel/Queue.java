package parley.channel;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.ObjectKind;
import parley.ship.JavaValues;
import parley.trace.Named;
import parley.wire.Portable;
import parley.wire.PortableKind;

/**
 * A queue between processes, as Python's {@code multiprocessing.Queue}: any number of writers and readers, in order.
 * Values are copied: plain data as such, so that both languages can read it, other objects in Java's own form.
 *
 * <p>Any thread of any process of the session. Blocking calls end with a {@link parley.trace.StoppedFailure} when the
 * thread is interrupted.
 *
 * @param <T> what it carries
 */
public sealed class Queue<T extends @Nullable Object> implements Portable, Named, Serializable permits JoinableQueue {
    private static final long serialVersionUID = 1;

    private final transient Messages messages;

    /** Makes a queue without a limit: {@code put} never waits. */
    public Queue() {
        this(0);
    }

    /**
     * Makes a queue.
     *
     * @param maxsize the most values in it; 0 or less for no limit
     */
    public Queue(int maxsize) {
        this(Messages.create(maxsize));
    }

    Queue(Messages messages) {
        this.messages = messages;
    }

    /**
     * The same queue, made by another process.
     *
     * @param address from {@link #address()}
     * @param <T> what it carries
     * @return usable here
     */
    public static <T extends @Nullable Object> Queue<T> attach(long address) {
        return new Queue<>(Messages.attach(address));
    }

    /**
     * Puts a value; waits for room as long as it takes.
     *
     * @param value copied now
     * @throws parley.trace.UserFailure where the value cannot be sent
     */
    public void put(T value) {
        try {
            put(value, Deadline.FOREVER);
        } catch (Full e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Puts a value if there is room in time.
     *
     * @param value copied now
     * @param block whether to wait at all
     * @param timeout the most seconds to wait; null for no limit
     * @throws Full when there is no room in time
     */
    public void put(T value, boolean block, @Nullable Double timeout) throws Full {
        put(value, nanos(block, timeout));
    }

    private void put(T value, long nanos) throws Full {
        byte[] message = JavaValues.encode(value);
        putting();
        boolean done = false;
        try {
            messages.put(message, nanos);
            done = true;
        } finally {
            if (!done) {
                notPut();
            }
        }
    }

    /** An item comes. */
    void putting() {}

    /** It did not. */
    void notPut() {}

    /**
     * Puts a value if there is room now.
     *
     * @param value copied now
     * @throws Full when there is no room
     */
    public void put_nowait(T value) throws Full {
        put(value, false, null);
    }

    /**
     * Takes the oldest value; waits as long as it takes.
     *
     * @return a copy
     */
    public T get() {
        try {
            return decode(messages.get(Deadline.FOREVER));
        } catch (Empty e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Takes the oldest value if there is one in time.
     *
     * @param block whether to wait at all
     * @param timeout the most seconds to wait; null for no limit
     * @return a copy
     * @throws Empty when there is none in time
     */
    public T get(boolean block, @Nullable Double timeout) throws Empty {
        return decode(messages.get(nanos(block, timeout)));
    }

    /**
     * Takes the oldest value if there is one now.
     *
     * @return a copy
     * @throws Empty when there is none
     */
    public T get_nowait() throws Empty {
        return get(false, null);
    }

    /**
     * How many values are in it.
     *
     * @return at this instant
     */
    public int qsize() {
        return messages.qsize();
    }

    /**
     * Whether it has no value.
     *
     * @return at this instant
     */
    public boolean empty() {
        return qsize() == 0;
    }

    /**
     * Whether it has as many values as it may.
     *
     * @return at this instant
     */
    public boolean full() {
        return messages.full();
    }

    /**
     * The values in it, oldest first, without taking them.
     *
     * @return copies
     */
    public List<T> peek() {
        return messages.peek().stream().map(this::decode).toList();
    }

    /** Says that this process will use it no more; what it has put still arrives. */
    public void close() {
        messages.close();
    }

    /** After {@link #close}: waits until everything that this process has put is handed on. */
    public void join_thread() {
        messages.join_thread();
    }

    /** Allows this process to end before everything that it has put is handed on: the rest is lost. */
    public void cancel_join_thread() {
        messages.cancel_join_thread();
    }

    @Override
    public String name() {
        return messages.name();
    }

    @Override
    public String kind() {
        return ObjectKind.QUEUE.toString();
    }

    @Override
    public long address() {
        return messages.address();
    }

    @Override
    public String toString() {
        return "<" + kind() + "(name=" + name() + ", items=" + qsize() + ")>";
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the user's promise, as with any queue of another process
    private T decode(byte[] message) {
        return (T) JavaValues.decode(message);
    }

    private static long nanos(boolean block, @Nullable Double timeout) {
        if (!block) {
            return 0;
        }
        return timeout == null ? Deadline.FOREVER : (long) (Math.max(0, timeout) * 1e9);
    }

    @Serial
    final Object writeReplace() {
        return new Travelling(kind(), address());
    }

    private record Travelling(String kind, long address) implements Serializable {
        @Serial
        private Object readResolve() {
            return PortableKind.of(kind, address);
        }
    }
}
