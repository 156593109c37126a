package parley.trace;

import org.jspecify.annotations.Nullable;

/**
 * The user's code failed in another process, or what the user asked cannot be done.
 *
 * <p>{@link #traceback()} is the other process's own trace, as its language prints it.
 */
public final class UserFailure extends Failure {
    private static final long serialVersionUID = 1;

    private final String traceback;

    /**
     * A mistake in what the user asked for: no other process was involved.
     *
     * @param message rule and value
     */
    public UserFailure(String message) {
        this(message, "", null);
    }

    /**
     * An exception of the user's code in another process.
     *
     * @param message the exception's type and message
     * @param traceback the other process's own trace, or empty
     * @param cause the exception itself where it could travel
     */
    public UserFailure(String message, String traceback, @Nullable Throwable cause) {
        super(message, cause);
        this.traceback = traceback;
    }

    /**
     * The trace that the other process made.
     *
     * @return lines, or empty
     */
    public String traceback() {
        return traceback;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.USER;
    }
}
