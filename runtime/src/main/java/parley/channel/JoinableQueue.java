package parley.channel;

import org.jspecify.annotations.Nullable;
import parley.memory.ObjectKind;

/**
 * A queue whose users say when they are done with an item, and whose owner waits until all are, as Python's {@code
 * multiprocessing.JoinableQueue}. Any thread of any process of the session.
 *
 * @param <T> what it carries
 */
public final class JoinableQueue<T extends @Nullable Object> extends Queue<T> {
    private static final long serialVersionUID = 1;

    private final transient Unfinished unfinished;

    /** Makes a queue without a limit. */
    public JoinableQueue() {
        this(0);
    }

    /**
     * Makes a queue.
     *
     * @param maxsize the most values in it; 0 or less for no limit
     */
    public JoinableQueue(int maxsize) {
        this(Messages.create(ObjectKind.JOINABLE_QUEUE, maxsize));
    }

    private JoinableQueue(Messages messages) {
        super(messages);
        unfinished = messages.unfinished();
    }

    /**
     * The same queue, made by another process.
     *
     * @param address from {@link #address()}
     * @param <T> what it carries
     * @return usable here
     */
    public static <T extends @Nullable Object> JoinableQueue<T> attach(long address) {
        return new JoinableQueue<>(Messages.attach(address));
    }

    @Override
    void putting() {
        unfinished.add();
    }

    @Override
    void notPut() {
        unfinished.done();
    }

    /**
     * Says that an item that was got is done.
     *
     * @throws parley.trace.UserFailure where as many were said to be done as were put
     */
    public void task_done() {
        unfinished.done();
    }

    /** Waits until every item that was put was said to be done. */
    public void join() {
        unfinished.join();
    }

    @Override
    public String kind() {
        return ObjectKind.JOINABLE_QUEUE.toString();
    }
}
