package parley.manager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;

/**
 * A list of a manager. Each method is one message and one step; those that go over it, or take it by a function, work on a
 * copy of the moment. Any thread.
 *
 * @param <E> the items
 */
@SuppressWarnings({"unchecked", "NullAway"}) // the user's promise, as with any value of another process
public final class ListProxy<E> extends BaseProxy implements List<E> {
    private static final long serialVersionUID = 1;

    ListProxy(Remote remote, long number) {
        super(remote, number);
    }

    /**
     * A copy of it as it is now.
     *
     * @return one that can change
     */
    public List<E> copy() {
        return (List<E>) _getvalue();
    }

    private Object at(int index, String method, @Nullable Object... arguments) {
        if (index < 0) {
            throw new IndexOutOfBoundsException(index);
        }
        try {
            return call(method, arguments);
        } catch (PythonError e) {
            if (e.type().equals("IndexError")) {
                throw new IndexOutOfBoundsException(index);
            }
            throw failure(e);
        }
    }

    @Override
    public int size() {
        return askNumber("__len__");
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public E get(int index) {
        return (E) at(index, "__getitem__", index);
    }

    @Override
    public E set(int index, E value) {
        if (isNear()) {
            return (E) at(index, "#set", index, value);
        }
        E before = get(index);
        Object _ = at(index, "__setitem__", index, value);
        return before;
    }

    @Override
    public boolean add(E value) {
        append(value);
        return true;
    }

    /**
     * Adds an item.
     *
     * @param value copied
     */
    public void append(E value) {
        Object _ = ask("append", value);
    }

    @Override
    public void add(int index, E value) {
        if (index < 0) {
            throw new IndexOutOfBoundsException(index);
        }
        Object _ = ask("insert", index, value);
    }

    @Override
    public boolean addAll(Collection<? extends E> values) {
        Object _ = ask("extend", new ArrayList<>(values));
        return !values.isEmpty();
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> values) {
        int at = index;
        for (E each : values) {
            add(at++, each);
        }
        return !values.isEmpty();
    }

    @Override
    public E remove(int index) {
        return (E) at(index, "pop", index);
    }

    /**
     * Takes the last item.
     *
     * @return the item
     */
    public E pop() {
        return (E) ask("pop");
    }

    @Override
    public boolean remove(@Nullable Object value) {
        try {
            Object _ = call("remove", value);
            return true;
        } catch (PythonError e) {
            if (e.type().equals("ValueError")) {
                return false;
            }
            throw failure(e);
        }
    }

    @Override
    public boolean removeAll(Collection<?> values) {
        boolean changed = false;
        for (Object each : values) {
            while (remove(each)) {
                changed = true;
            }
        }
        return changed;
    }

    @Override
    public boolean retainAll(Collection<?> values) {
        List<E> others = copy();
        others.removeIf(values::contains);
        return removeAll(others);
    }

    @Override
    public void clear() {
        for (int left = size(); left > 0; left--) { // Python's proxies of before 3.13 have no clear
            Object _ = ask("pop");
        }
    }

    @Override
    public boolean contains(@Nullable Object value) {
        return askWhether("__contains__", value);
    }

    @Override
    public boolean containsAll(Collection<?> values) {
        return values.stream().allMatch(this::contains);
    }

    @Override
    public int indexOf(@Nullable Object value) {
        try {
            return call("index", value) instanceof Number place ? place.intValue() : -1;
        } catch (PythonError e) {
            if (e.type().equals("ValueError")) {
                return -1;
            }
            throw failure(e);
        }
    }

    @Override
    public int lastIndexOf(@Nullable Object value) {
        return copy().lastIndexOf(value);
    }

    /** By the items' own order, as Python's {@code sort}, in the manager; by another one there is no way but a copy. */
    @Override
    public void sort(@Nullable Comparator<? super E> order) {
        if (order != null) {
            throw new UserFailure("a managed list sorts by its items' own order only"
                    + "\nMaybe sort a copy: var sorted = list.copy(); sorted.sort(...)");
        }
        Object _ = ask("sort");
    }

    @Override
    public Iterator<E> iterator() {
        return Collections.unmodifiableList(copy()).iterator();
    }

    @Override
    public ListIterator<E> listIterator() {
        return Collections.unmodifiableList(copy()).listIterator();
    }

    @Override
    public ListIterator<E> listIterator(int index) {
        return Collections.unmodifiableList(copy()).listIterator(index);
    }

    @Override
    public List<E> subList(int from, int to) {
        return Collections.unmodifiableList(copy().subList(from, to));
    }

    @Override
    public Object[] toArray() {
        return copy().toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return copy().toArray(array);
    }

    @Override
    public boolean equals(Object other) {
        return other == this || (other instanceof List<?> list && copy().equals(list));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toArray());
    }

    @Override
    String look() {
        return copy().toString();
    }
}
