package parley.memory;

/** What the session's shared objects are; the name of an object is its kind and a number. */
public enum ObjectKind {
    /** A queue of messages. */
    QUEUE("Queue"),
    /** A lock. */
    LOCK("Lock"),
    /** A lock that its owner may take again. */
    RLOCK("RLock"),
    /** A counter that is waited for. */
    SEMAPHORE("Semaphore"),
    /** One that refuses to grow beyond its first value. */
    BOUNDED_SEMAPHORE("BoundedSemaphore"),
    /** A condition with its lock. */
    CONDITION("Condition"),
    /** A flag that is waited for. */
    EVENT("Event"),
    /** Where processes wait for each other. */
    BARRIER("Barrier"),
    /** A queue that counts what is unfinished. */
    JOINABLE_QUEUE("JoinableQueue"),
    /** A number. */
    VALUE("Value"),
    /** Numbers in a row. */
    ARRAY("Array"),
    /** A pipe with its two ends. */
    PIPE("Pipe"),
    /** A manager: where it is, and what it holds. */
    MANAGER("Manager"),
    /** What the sockets of a process say about themselves. */
    SOCKETS("Sockets");

    private final String text;

    ObjectKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
