package parley.session;

/** What a session says unasked. Called by the client's own threads: return soon. */
public interface SessionListener {
    /** The user's code, or a child of it, printed this. */
    void output(byte[] bytes);

    /** The user's code reads its standard input: {@link SessionClient#line} when there is a line. */
    default void lineWanted() {}

    /** A debugger wants a command: {@link SessionClient#command} when there is one. */
    default void commandWanted(String prompt) {}

    /** No debugger wants a command any more; what was asked for is not wanted. */
    default void commandsEnd() {}

    /** This language can run code now. */
    default void ready(String language) {}

    /** The session process is gone, and not because we closed it; {@code how} is {@code session ended: ...}. */
    default void ended(String how) {}
}
