package parley.manager;

import org.jspecify.annotations.Nullable;
import parley.channel.Empty;
import parley.channel.Full;

/**
 * A {@code Queue} or {@code JoinableQueue} of a manager. Any thread.
 *
 * @param <T> what it carries
 */
@SuppressWarnings({"unchecked", "NullAway"}) // the user's promise, as with any value of another process
public final class QueueProxy<T extends @Nullable Object> extends BaseProxy {
    private static final long serialVersionUID = 1;

    QueueProxy(Remote remote, long number) {
        super(remote, number);
    }

    /**
     * Puts a value; waits for room.
     *
     * @param value copied
     */
    public void put(T value) {
        Object _ = ask("put", value);
    }

    /**
     * Puts a value if there is room in time.
     *
     * @param value copied
     * @param block whether to wait at all
     * @param timeout the most seconds to wait; null for no limit
     * @throws Full when there is no room in time
     */
    public void put(T value, boolean block, @Nullable Double timeout) throws Full {
        try {
            Object _ = call("put", value, block, timeout);
        } catch (PythonError e) {
            if (e.type().equals("queue.Full")) {
                throw new Full();
            }
            throw failure(e);
        }
    }

    /**
     * Puts a value if there is room now.
     *
     * @param value copied
     * @throws Full when there is no room
     */
    public void put_nowait(T value) throws Full {
        put(value, false, null);
    }

    /**
     * Takes the oldest value; waits for one.
     *
     * @return a copy
     */
    public T get() {
        return (T) ask("get");
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
        try {
            return (T) call("get", block, timeout);
        } catch (PythonError e) {
            if (e.type().equals("queue.Empty")) {
                throw new Empty();
            }
            throw failure(e);
        }
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
        return askNumber("qsize");
    }

    /**
     * Whether it has no value.
     *
     * @return at this instant
     */
    public boolean empty() {
        return askWhether("empty");
    }

    /**
     * Whether it has as many values as it may.
     *
     * @return at this instant
     */
    public boolean full() {
        return askWhether("full");
    }

    /** Says that a value that was taken is done with. */
    public void task_done() {
        Object _ = ask("task_done");
    }

    /** Waits until all that was put is done with. */
    public void join() {
        Object _ = ask("join");
    }
}
