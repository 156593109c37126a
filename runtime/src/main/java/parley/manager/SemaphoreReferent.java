package parley.manager;

import org.jspecify.annotations.Nullable;

/** Python's {@code threading.Semaphore} and {@code BoundedSemaphore}. */
final class SemaphoreReferent implements Referent {
    private final int bound;
    private int value;

    SemaphoreReferent(Arguments given, boolean bounded) throws PythonError {
        value = given.integer(0, "value", 1);
        bound = bounded ? value : Integer.MAX_VALUE;
        if (value < 0) {
            throw PythonError.of("ValueError", "semaphore initial value must be >= 0");
        }
    }

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "acquire" -> acquire(given.flag(0, "blocking", true), given.seconds(1, "timeout"));
            case "release" -> release(given.integer(0, "n", 1));
            case "get_value" -> value;
            default -> throw Kinds.noMethod("semaphore", method);
        };
    }

    private boolean acquire(boolean block, @Nullable Double timeout) {
        if (value == 0 && (!block || !Caller.await(this, timeout, () -> value > 0))) {
            return false;
        }
        value--;
        return true;
    }

    private @Nullable Object release(int n) throws PythonError {
        if (n < 1) {
            throw PythonError.of("ValueError", "n must be one or more");
        }
        if ((long) value + n > bound) {
            throw PythonError.of("ValueError", "Semaphore released too many times");
        }
        value += n;
        notifyAll();
        return null;
    }

    @Override
    public Object value() throws PythonError {
        throw PythonError.of("TypeError", "cannot pickle a semaphore");
    }

    @Override
    public synchronized String show() {
        return "<Semaphore: value=" + value + ">";
    }
}
