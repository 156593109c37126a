package parley.manager;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An exception of Python's, in a manager or from one. */
final class PythonError extends Exception {
    private static final long serialVersionUID = 1;
    private static final String BUILTINS = "builtins.";

    private final String type;
    private final transient List<@Nullable Object> arguments;

    /**
     * Makes one.
     *
     * @param type with its module, which {@code builtins} need not have: {@code KeyError}, {@code queue.Empty}
     */
    PythonError(String type, List<@Nullable Object> arguments) {
        super(null, null, false, false);
        this.type = type.startsWith(BUILTINS) ? type.substring(BUILTINS.length()) : type;
        this.arguments = arguments;
    }

    static PythonError of(String type, @Nullable Object... arguments) {
        return new PythonError(type, Arrays.asList(arguments));
    }

    String type() {
        return type;
    }

    List<@Nullable Object> arguments() {
        return arguments;
    }

    /** As Python's last line of a traceback: {@code KeyError: 'x'}. */
    @Override
    public String getMessage() {
        if (arguments.isEmpty()) {
            return type;
        }
        boolean message = arguments.size() == 1 && arguments.getFirst() instanceof String && !type.equals("KeyError");
        return type + ": "
                + (message
                        ? arguments.getFirst()
                        : arguments.stream().map(PythonRules::show).collect(Collectors.joining(", ")));
    }
}
