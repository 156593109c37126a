package parley.trace;

import java.time.Instant;

/**
 * One look at one listener or connection over a socket.
 *
 * @param process who has it, with its pid
 * @param state what it does
 * @param address where it is; empty where it has no name
 * @param peer where the other side is, or its pid; empty for a listener
 * @param since when it came into this state
 * @param messagesIn how many were received; for a listener, how many connections were accepted
 * @param bytesIn how many bytes these messages had
 * @param messagesOut how many were sent
 * @param bytesOut how many bytes these had
 */
public record ConnectionRow(
        String process,
        ConnectionState state,
        String address,
        String peer,
        Instant since,
        long messagesIn,
        long bytesIn,
        long messagesOut,
        long bytesOut) {}
