package parley.python;

/**
 * What Python gets where a value is no plain scalar. Public for Python code.
 *
 * @param state {@link #VALUE}, or why there is none
 * @param form a pickle, one character for each byte; empty for None, and where it is staged
 * @param staged how many bytes of it lie in this thread's {@link Stage}; 0 where {@code form} has them
 */
public record Found(int state, String form, int staged) {
    /** There is a value. */
    public static final int VALUE = 0;

    /** There was none in time. */
    public static final int EMPTY = 2;

    /** The wait was interrupted. */
    public static final int STOPPED = 3;

    /** The object is closed. */
    public static final int CLOSED = 4;

    /** A bytes object: {@code form} is that and no pickle. */
    public static final int BYTES = 5;

    /** Bytes that were sent as such, and not as an object. */
    public static final int RAW = 6;

    /** Fewer are faster as a text, more would stay in shared memory for long. */
    private static final int LEAST_STAGED = 4096;

    private static final int MOST_STAGED = 64 << 20;

    static final Found NONE = new Found(VALUE, "", 0);
    static final Found NOTHING = new Found(EMPTY, "", 0);
    static final Found INTERRUPTED = new Found(STOPPED, "", 0);
    static final Found SHUT = new Found(CLOSED, "", 0);

    /** The same, with its bytes where Python gets them fastest; read before the thread finds anything else. */
    static Found of(int state, byte[] form) {
        if (form.length < LEAST_STAGED || form.length > MOST_STAGED) {
            return new Found(state, Codec.latin1(form), 0);
        }
        Stage.show(form);
        return new Found(state, "", form.length);
    }
}
