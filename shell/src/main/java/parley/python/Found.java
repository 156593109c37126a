package parley.python;

/**
 * What Python gets where a value is no plain scalar. Public for Python code.
 *
 * @param state {@link #VALUE}, or why there is none
 * @param form a pickle, one character for each byte; empty for None
 */
public record Found(int state, String form) {
    /** There is a value. */
    public static final int VALUE = 0;

    /** There was none in time. */
    public static final int EMPTY = 2;

    /** The wait was interrupted. */
    public static final int STOPPED = 3;

    /** The object is closed. */
    public static final int CLOSED = 4;

    /** Bytes, which were sent as such: {@code form} is no pickle. */
    public static final int BYTES = 5;

    static final Found NONE = new Found(VALUE, "");
    static final Found NOTHING = new Found(EMPTY, "");
    static final Found INTERRUPTED = new Found(STOPPED, "");
    static final Found SHUT = new Found(CLOSED, "");
}
