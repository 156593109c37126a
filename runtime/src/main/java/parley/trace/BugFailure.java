package parley.trace;

import org.jspecify.annotations.Nullable;

/** Our own mistake: something that must not happen did. */
public final class BugFailure extends Failure {
    private static final long serialVersionUID = 1;

    /**
     * Made where it is noticed.
     *
     * @param message what must not happen
     * @param cause what showed it, if anything
     */
    public BugFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.BUG;
    }
}
