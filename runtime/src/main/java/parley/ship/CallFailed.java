package parley.ship;

/** The user's code raised an exception in a {@link Routine}; carries what the caller's process needs to raise it too. */
public final class CallFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final RemoteError error;

    /**
     * Wraps what is sent back.
     *
     * @param error what went wrong
     */
    public CallFailed(RemoteError error) {
        super(error.summary());
        this.error = error;
    }

    /**
     * What is sent back.
     *
     * @return the error as data
     */
    public RemoteError error() {
        return error;
    }
}
