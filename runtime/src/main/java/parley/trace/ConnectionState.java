package parley.trace;

/**
 * What a listener or a connection over a socket does.
 *
 * <pre>
 *   CLOSED ─▶ LISTENING ─▶ CLOSED       CLOSED ─▶ PROVING ─▶ OPEN ─▶ CLOSED
 * </pre>
 */
public enum ConnectionState {
    /** Not there any more; never shown. */
    CLOSED,
    /** Takes connections. */
    LISTENING,
    /** One side or both have to prove yet that they know the key. */
    PROVING,
    /** Carries messages. */
    OPEN
}
