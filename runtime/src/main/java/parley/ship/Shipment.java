package parley.ship;

/**
 * A function on its way to another process, with copies of the session's variables that it uses and, for a process
 * body, its arguments.
 *
 * @param language the name of the {@link Language} that packed it and can unpack it
 * @param bytes its form, known to that language only; never changed after it was made
 */
@SuppressWarnings("ArrayRecordComponent") // written once, handed on, compared by nobody
public record Shipment(String language, byte[] bytes) {}
