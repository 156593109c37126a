package parley.trace;

/** The user stopped what was running: Ctrl-C, or an interrupted thread. */
public final class StoppedFailure extends Failure {
    private static final long serialVersionUID = 1;

    /**
     * Made where the stop is noticed.
     *
     * @param message what was stopped
     */
    public StoppedFailure(String message) {
        super(message, null);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.STOPPED;
    }
}
