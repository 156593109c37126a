package parley.manager;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Python's {@code queue.Queue}, which is joinable too. */
final class QueueReferent implements Referent {
    private final int limit;
    private final Deque<Optional<Object>> items = new ArrayDeque<>();
    private int unfinished;

    QueueReferent(Arguments given) throws PythonError {
        limit = Math.max(0, given.integer(0, "maxsize", 0));
    }

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "put" -> put(given.get(0, "item"), given.flag(1, "block", true), given.seconds(2, "timeout"));
            case "put_nowait" -> put(given.get(0, "item"), false, null);
            case "get" -> get(given.flag(0, "block", true), given.seconds(1, "timeout"));
            case "get_nowait" -> get(false, null);
            case "qsize" -> items.size();
            case "empty" -> items.isEmpty();
            case "full" -> isFull();
            case "task_done" -> done();
            case "join" -> {
                boolean _ = Caller.await(this, null, () -> unfinished == 0);
                yield null;
            }
            default -> throw Kinds.noMethod("queue", method);
        };
    }

    private boolean isFull() {
        return limit > 0 && items.size() >= limit;
    }

    private static void check(boolean block, @Nullable Double timeout) throws PythonError {
        if (block && timeout != null && timeout < 0) {
            throw PythonError.of("ValueError", "'timeout' must be a non-negative number");
        }
    }

    private @Nullable Object put(@Nullable Object item, boolean block, @Nullable Double timeout) throws PythonError {
        check(block, timeout);
        if (isFull() && (!block || !Caller.await(this, timeout, () -> !isFull()))) {
            throw PythonError.of("queue.Full");
        }
        items.add(Optional.ofNullable(item));
        unfinished++;
        notifyAll();
        return null;
    }

    private @Nullable Object get(boolean block, @Nullable Double timeout) throws PythonError {
        check(block, timeout);
        if (items.isEmpty() && (!block || !Caller.await(this, timeout, () -> !items.isEmpty()))) {
            throw PythonError.of("queue.Empty");
        }
        notifyAll();
        return items.removeFirst().orElse(null);
    }

    private @Nullable Object done() throws PythonError {
        if (unfinished == 0) {
            throw PythonError.of("ValueError", "task_done() called too many times");
        }
        unfinished--;
        notifyAll();
        return null;
    }

    @Override
    public Object value() throws PythonError {
        throw PythonError.of("TypeError", "cannot pickle a queue");
    }

    @Override
    public synchronized String show() {
        return "<Queue: " + items.size() + (limit > 0 ? " of " + limit : "") + " items>";
    }
}
