package parley.trace;

/**
 * One look at one object that a manager holds.
 *
 * @param id its number in the manager, in hexadecimal digits
 * @param type its kind: {@code dict}
 * @param references how many proxies refer to it; 0 where only another object of the manager holds it
 * @param value what it holds, shortened, as it was some moments ago
 */
public record HeldRow(String id, String type, int references, String value) {}
