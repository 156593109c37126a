package parley.memory;

/** What the session's shared objects are; the name of an object is its kind and a number. */
public enum ObjectKind {
    /** A queue of messages. */
    QUEUE("Queue"),
    /** A lock. */
    LOCK("Lock");

    private final String text;

    ObjectKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
