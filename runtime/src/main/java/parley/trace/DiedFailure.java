package parley.trace;

/** A process ended that was still needed: it was killed, ran out of memory, or left by itself. */
public final class DiedFailure extends Failure {
    private static final long serialVersionUID = 1;

    /**
     * Made by who waited for it.
     *
     * @param message which process and how it ended
     */
    public DiedFailure(String message) {
        super(message, null);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.DIED;
    }
}
