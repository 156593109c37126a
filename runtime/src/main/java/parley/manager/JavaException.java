package parley.manager;

import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import parley.channel.Empty;
import parley.channel.Full;

/** What Java's exceptions are to a client in Python. Has no state. */
final class JavaException {
    private JavaException() {}

    /** Null where Python has none of that kind. */
    static @Nullable PythonError asPython(Throwable exception) {
        String message = String.valueOf(exception.getMessage());
        return switch (exception) {
            case Empty _ -> PythonError.of("queue.Empty");
            case Full _ -> PythonError.of("queue.Full");
            case NoSuchElementException _ -> PythonError.of("LookupError", message);
            case IndexOutOfBoundsException _ -> PythonError.of("IndexError", message);
            case IllegalArgumentException _ -> PythonError.of("ValueError", message);
            case ArithmeticException _ -> PythonError.of("ArithmeticError", message);
            case ClassCastException _ -> PythonError.of("TypeError", message);
            case UnsupportedOperationException _ -> PythonError.of("NotImplementedError", message);
            case TimeoutException _ -> PythonError.of("TimeoutError", message);
            default -> null;
        };
    }
}
