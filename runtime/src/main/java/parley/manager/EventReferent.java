package parley.manager;

import org.jspecify.annotations.Nullable;

/** Python's {@code threading.Event}. */
final class EventReferent implements Referent {
    private boolean set;

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "is_set" -> set;
            case "set", "clear" -> {
                set = method.equals("set");
                notifyAll();
                yield null;
            }
            case "wait" -> {
                Double timeout = given.seconds(0, "timeout");
                yield Caller.await(this, timeout == null ? null : Math.max(0, timeout), () -> set);
            }
            default -> throw Kinds.noMethod("event", method);
        };
    }

    @Override
    public Object value() throws PythonError {
        throw PythonError.of("TypeError", "cannot pickle an event");
    }

    @Override
    public synchronized String show() {
        return "<Event: " + (set ? "set>" : "unset>");
    }
}
