package parley.trace;

/** The four kinds of failure; each is shown in its own way. */
public enum FailureKind {
    /** The user's code raised an exception, or cannot be compiled. */
    USER,
    /** The user stopped it. */
    STOPPED,
    /** A process ended that was still needed. */
    DIED,
    /** Our own mistake. */
    BUG
}
