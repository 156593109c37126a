package parley;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import parley.process.Child;
import parley.process.Current;
import parley.ship.JavaValues;
import parley.ship.SessionVariables;
import parley.trace.UserFailure;

/** What Python's {@code multiprocessing} offers as functions. Has no state; any thread. */
public final class Parley {
    private Parley() {}

    /**
     * The numbers from 0, as Python's {@code range}.
     *
     * @param stop the first one that is not in it
     * @return an unchangeable list that takes no memory
     */
    public static List<Integer> range(int stop) {
        return range(0, stop, 1);
    }

    /**
     * The numbers from {@code start}, as Python's {@code range}.
     *
     * @param start the first one
     * @param stop the first one that is not in it
     * @return an unchangeable list that takes no memory
     */
    public static List<Integer> range(int start, int stop) {
        return range(start, stop, 1);
    }

    /**
     * Every {@code step}-th number, as Python's {@code range}.
     *
     * @param start the first one
     * @param stop where it ends; not in it
     * @param step the distance between two; below 0 to count down
     * @return an unchangeable list that takes no memory
     */
    public static List<Integer> range(int start, int stop, int step) {
        if (step == 0) {
            throw new UserFailure("range() arg 3 must not be zero");
        }
        long distance = (long) stop - start;
        long size = Math.max(0, Math.ceilDiv(distance, (long) step));
        return new Range(start, step, Math.toIntExact(size));
    }

    private static final class Range extends AbstractList<Integer> implements RandomAccess {
        private final int start;
        private final int step;
        private final int size;

        Range(int start, int step, int size) {
            this.start = start;
            this.step = step;
            this.size = size;
        }

        @Override
        public Integer get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException("range index out of bounds: index=" + index + ", size=" + size);
            }
            return start + index * step;
        }

        @Override
        public int size() {
            return size;
        }
    }

    /**
     * The value of a variable of the session's Python code.
     *
     * <p>Numbers, text, bytes, lists, sets and dicts come as a copy; a {@code Queue}, a {@code Lock}, a {@code Value} and
     * their like as the same object.
     *
     * @param <T> what the caller takes it for
     * @param name the variable's
     * @return the value; null for {@code None}
     * @throws UserFailure where there is no such variable, or where its type is one that Java does not have
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"
    }) // the caller knows what the variable holds
    public static <T extends @Nullable Object> T py(String name) {
        return (T) JavaValues.decode(SessionVariables.read("python", name));
    }

    /**
     * How many processes can run at once.
     *
     * @return the processors this process may use
     */
    public static int cpu_count() {
        return Current.cpu_count();
    }

    /**
     * This process.
     *
     * @return its name, pid, and whether it is a daemon
     */
    public static ThisProcess current_process() {
        return new ThisProcess(Current.name(), Current.pid(), Current.daemon());
    }

    /**
     * The processes that this one started and that live.
     *
     * @return in order of start, pool workers included
     */
    public static List<Child> active_children() {
        return Child.active_children();
    }
}
