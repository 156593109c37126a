package parley.channel;

/** Nothing arrived in time: Python's {@code queue.Empty}. */
public final class Empty extends Exception {
    private static final long serialVersionUID = 1;

    /** Carries no message, as in Python. */
    public Empty() {
        super(null, null, false, false);
    }
}
