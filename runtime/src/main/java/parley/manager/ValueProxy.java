package parley.manager;

import org.jspecify.annotations.Nullable;

/**
 * A value of a manager: one object in a box. Adding to it is two steps, a look and a write, and needs a lock. Any thread.
 *
 * @param <T> the object
 */
@SuppressWarnings({"unchecked", "NullAway"}) // the user's promise, as with any value of another process
public final class ValueProxy<T extends @Nullable Object> extends BaseProxy {
    private static final long serialVersionUID = 1;

    ValueProxy(Remote remote, long number) {
        super(remote, number);
    }

    /**
     * What is in it.
     *
     * @return a copy
     */
    public T get() {
        return (T) ask("get");
    }

    /**
     * Puts something into it.
     *
     * @param value copied
     */
    public void set(T value) {
        Object _ = ask("set", value);
    }
}
