package parley.socket;

import java.io.IOException;

/** A socket's other end is gone, or the system refused what was asked. */
public final class SocketError extends IOException {
    private static final long serialVersionUID = 1;

    /** What {@link #errno()} gives where the other end has closed between two messages. */
    public static final int END = 0;

    /** What {@link #errno()} gives where the bytes that came are no message. */
    public static final int BROKEN = -1;

    /** What {@link #errno()} gives where this end was closed here. */
    public static final int CLOSED = -2;

    private final int errno;

    SocketError(int errno, String message) {
        super(message);
        this.errno = errno;
    }

    /**
     * What happened.
     *
     * @return Linux's error number, or one of the constants here
     */
    public int errno() {
        return errno;
    }
}
