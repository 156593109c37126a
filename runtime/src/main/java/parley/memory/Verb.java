package parley.memory;

/** What a process waits to do. */
public enum Verb {
    /** Does not wait. */
    NONE(""),
    /** Takes from a queue. */
    GET("get"),
    /** Puts into a queue. */
    PUT("put"),
    /** Takes a lock. */
    ACQUIRE("acquire"),
    /** Waits for a process to end. */
    JOIN("join"),
    /** Waits for results of a pool. */
    RESULT("result");

    private final String text;

    Verb(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
