package parley.trace;

/** An object of the runtime that people see by its name: in {@code %ps}, {@code %queues}, {@code %who}. */
public interface Named {
    /**
     * Its name.
     *
     * @return as {@code Queue-1}; unique in its session for its kind
     */
    String name();
}
