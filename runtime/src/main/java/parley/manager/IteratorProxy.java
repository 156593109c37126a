package parley.manager;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An iterator of a manager. One thread at a time.
 *
 * @param <T> what it gives
 */
@SuppressWarnings({"unchecked", "NullAway"}) // the user's promise, as with any value of another process
public final class IteratorProxy<T extends @Nullable Object> extends BaseProxy implements Iterator<T> {
    private static final long serialVersionUID = 1;

    private transient boolean known;
    private transient boolean ended;
    private transient T next;

    IteratorProxy(Remote remote, long number) {
        super(remote, number);
    }

    @Override
    public boolean hasNext() {
        if (!known && !ended) {
            try {
                next = (T) call("__next__");
                known = true;
            } catch (PythonError e) {
                if (!e.type().equals("StopIteration")) {
                    throw failure(e);
                }
                ended = true;
            }
        }
        return known;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        known = false;
        return next;
    }
}
