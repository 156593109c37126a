package parley.trace;

/**
 * One look at one queue.
 *
 * @param name its name, as {@code Queue-1}
 * @param label the session variable that held it last, or empty
 * @param items how many items are in it
 * @param limit its {@code maxsize}; 0 for no limit
 * @param readers how many threads wait in {@code get}
 * @param writers how many threads wait in {@code put}
 */
public record QueueRow(String name, String label, int items, int limit, int readers, int writers) {}
