package parley.eval;

/** Whether a text is a whole statement. */
public enum Completeness {
    /** Can be run as it is. A text that can never be right counts as complete: running it tells the error. */
    COMPLETE,
    /** Wants another line. */
    INCOMPLETE,
    /** Nothing but space and comments. */
    EMPTY
}
