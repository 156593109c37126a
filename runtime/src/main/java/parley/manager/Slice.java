package parley.manager;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.pickle.PickledObject;

/**
 * Python's indices and slices of a list. Has no state but itself.
 *
 * @param start the first place
 * @param step from place to place
 * @param count how many places
 */
record Slice(int start, int step, int count) {
    static @Nullable Object get(List<@Nullable Object> items, @Nullable Object index) throws PythonError {
        Slice slice = of(index, items.size());
        if (slice == null) {
            return items.get(place(items, index));
        }
        List<@Nullable Object> part = new ArrayList<>(slice.count);
        for (int i = 0; i < slice.count; i++) {
            part.add(items.get(slice.start + i * slice.step));
        }
        return part;
    }

    static @Nullable Object set(List<@Nullable Object> items, @Nullable Object index, @Nullable Object value)
            throws PythonError {
        Slice slice = of(index, items.size());
        if (slice == null) {
            items.set(place(items, index), value);
            return null;
        }
        List<@Nullable Object> values = new ArrayList<>(Arguments.items(value));
        if (slice.step == 1) {
            items.subList(slice.start, slice.start + slice.count).clear();
            items.addAll(slice.start, values);
            return null;
        }
        if (values.size() != slice.count) {
            throw PythonError.of(
                    "ValueError",
                    "attempt to assign sequence of size " + values.size() + " to extended slice of size "
                            + slice.count);
        }
        for (int i = 0; i < slice.count; i++) {
            items.set(slice.start + i * slice.step, values.get(i));
        }
        return null;
    }

    static @Nullable Object remove(List<@Nullable Object> items, @Nullable Object index) throws PythonError {
        Slice slice = of(index, items.size());
        if (slice == null) {
            items.remove(place(items, index));
            return null;
        }
        boolean down = slice.step < 0;
        for (int i = 0; i < slice.count; i++) { // from the last place to the first
            items.remove(slice.start + (down ? i : slice.count - 1 - i) * slice.step);
        }
        return null;
    }

    /** Where an index of Python's is. */
    static int place(List<@Nullable Object> items, @Nullable Object index) throws PythonError {
        int at = Arguments.integer(index);
        int place = at < 0 ? at + items.size() : at;
        if (place < 0 || place >= items.size()) {
            throw PythonError.of("IndexError", "list index out of range");
        }
        return place;
    }

    /** An index as a bound: what is outside is at the end. */
    static int bound(int index, int size) {
        return Math.clamp(index < 0 ? (long) index + size : index, 0, size);
    }

    /** Null where the index is none. */
    private static @Nullable Slice of(@Nullable Object index, int size) throws PythonError {
        if (!(index instanceof PickledObject object) || !object.name().equals("builtins.slice")) {
            return null;
        }
        Object first = object.arguments().get(0);
        Object last = object.arguments().get(1);
        Object each = object.arguments().get(2);
        int step = each == null ? 1 : Arguments.integer(each);
        if (step == 0) {
            throw PythonError.of("ValueError", "slice step cannot be zero");
        }
        if (step > 0) {
            int start = first == null ? 0 : bound(Arguments.integer(first), size);
            int stop = last == null ? size : bound(Arguments.integer(last), size);
            return new Slice(start, step, Math.max(0, Math.ceilDiv(stop - start, step)));
        }
        int start = first == null ? size - 1 : downBound(Arguments.integer(first), size);
        int stop = last == null ? -1 : downBound(Arguments.integer(last), size);
        return new Slice(start, step, Math.max(0, Math.ceilDiv(stop - start, step)));
    }

    private static int downBound(int index, int size) {
        return Math.clamp(index < 0 ? (long) index + size : index, -1, size - 1);
    }
}
