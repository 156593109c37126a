package parley.trace;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as a type: the user's code, a stop, a dead process, or our own mistake.
 *
 * <p>Messages follow one form: {@code rule: name=value}, lower case, no full stop; a second line starts with
 * "Maybe" where the cure is known.
 */
public abstract sealed class Failure extends RuntimeException
        permits UserFailure, StoppedFailure, DiedFailure, BugFailure {
    private static final long serialVersionUID = 1;

    Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The kind, for those who show it.
     *
     * @return one of four
     */
    public abstract FailureKind kind();
}
