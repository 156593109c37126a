package parley.manager;

import org.jspecify.annotations.Nullable;

/**
 * An array of a manager: numbers of one type. Any thread.
 *
 * @param <T> their type in Java
 */
@SuppressWarnings({"unchecked", "NullAway"}) // the user's promise, as with any value of another process
public final class ArrayProxy<T extends @Nullable Object> extends BaseProxy {
    private static final long serialVersionUID = 1;

    ArrayProxy(Remote remote, long number) {
        super(remote, number);
    }

    /**
     * A number.
     *
     * @param index from 0; below 0 from the end
     * @return the number
     */
    public T get(int index) {
        return (T) ask("__getitem__", index);
    }

    /**
     * Sets a number.
     *
     * @param index from 0; below 0 from the end
     * @param value one that fits
     */
    public void set(int index, T value) {
        Object _ = ask("__setitem__", index, value);
    }

    /**
     * How many numbers there are.
     *
     * @return as it was made
     */
    public int length() {
        return askNumber("__len__");
    }
}
