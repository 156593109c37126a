package parley.manager;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What goes over the items of another object, one by one: Python's iterator. */
record IteratorReferent(Iterator<? extends @Nullable Object> items) implements Referent {
    @Override
    public @Nullable Object call(String method, Arguments given) throws PythonError {
        synchronized (items) {
            return switch (method) {
                case "__next__" -> {
                    if (!hasNext()) {
                        throw PythonError.of("StopIteration");
                    }
                    yield items.next();
                }
                case "close" -> null;
                default -> throw Kinds.noMethod("iterator", method);
            };
        }
    }

    private boolean hasNext() throws PythonError {
        try {
            return items.hasNext();
        } catch (ConcurrentModificationException e) { // of a dict
            throw PythonError.of("RuntimeError", e.getMessage());
        }
    }

    @Override
    public Object value() throws PythonError {
        throw PythonError.of("TypeError", "cannot pickle an iterator");
    }

    @Override
    public String show() {
        return "<iterator>";
    }
}
