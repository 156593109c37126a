package parley.channel;

/** No room came free in time: Python's {@code queue.Full}. */
public final class Full extends Exception {
    private static final long serialVersionUID = 1;

    /** Carries no message, as in Python. */
    public Full() {
        super(null, null, false, false);
    }
}
