package parley.manager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.ship.JavaErrors;
import parley.ship.JavaValues;
import parley.ship.RemoteError;
import parley.ship.ValueReader;
import parley.wire.Tuple;

/**
 * What goes over a {@link Line}, in the tag codec.
 *
 * <pre>
 *   request   (object, method, named arguments or None, argument ...)         object: its number; 0 for the manager itself
 *   answer    (RETURN, value)   (MADE, class of proxy, number)   (ERROR, type, argument ...)   Python's
 *             (FAILED, language, summary, traceback, exception)                                 Java's
 * </pre>
 *
 * Has no state.
 */
final class LineMessage {
    static final int RETURN = 0;
    static final int MADE = 1;
    static final int ERROR = 2;
    static final int FAILED = 3;

    /** The manager itself, instead of one of its objects. */
    static final long MANAGER = 0;

    private LineMessage() {}

    static byte[] request(long number, String method, List<@Nullable Object> arguments) {
        @Nullable Object[] all = new @Nullable Object[arguments.size() + 3];
        all[0] = number;
        all[1] = method;
        for (int i = 0; i < arguments.size(); i++) {
            all[i + 3] = arguments.get(i);
        }
        return JavaValues.encode("argument", new Tuple(Arrays.asList(all)));
    }

    static byte[] request(
            long number, String method, List<@Nullable Object> arguments, Map<String, @Nullable Object> named) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(number);
        all.add(method);
        all.add(named.isEmpty() ? null : named);
        all.addAll(arguments);
        return JavaValues.encode("argument", new Tuple(all));
    }

    static byte[] answer(@Nullable Object result) {
        return result instanceof Shelf.Made(Held held)
                ? encode(MADE, held.kind().proxy(), held.number())
                : encode(RETURN, result);
    }

    static byte[] error(PythonError error) {
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(ERROR, error.type()));
        all.addAll(error.arguments());
        return JavaValues.encode("error", new Tuple(all));
    }

    static byte[] failure(Throwable exception) {
        RemoteError error = JavaErrors.pack(exception);
        return encode(FAILED, error.language(), error.summary(), error.traceback(), error.exception());
    }

    private static byte[] encode(@Nullable Object... parts) {
        return JavaValues.encode("result", new Tuple(Arrays.asList(parts)));
    }

    static List<@Nullable Object> parts(byte[] message, ValueReader reader) {
        if (JavaValues.decode(message, reader) instanceof Tuple(var parts)) {
            return parts;
        }
        throw new IllegalArgumentException("not a manager's message: bytes=" + message.length);
    }
}
