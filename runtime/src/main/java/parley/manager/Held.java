package parley.manager;

/**
 * One object in a manager. Lives as long as a client has a reference, or another object of the manager holds it.
 *
 */
final class Held {
    private final Kind kind;
    private final long number;
    private final Referent referent;
    private final long manager;
    private int references; // guarded by the shelf
    private long row; // likewise
    private boolean nested; // likewise

    /** Perhaps it looks different since it was shown. */
    private volatile boolean touched = true;

    Held(Kind kind, long manager, long number, Referent referent) {
        this.kind = kind;
        this.manager = manager;
        this.number = number;
        this.referent = referent;
    }

    Kind kind() {
        return kind;
    }

    /** Its manager's number in the session. */
    long manager() {
        return manager;
    }

    long number() {
        return number;
    }

    Referent referent() {
        return referent;
    }

    int references() {
        return references;
    }

    void references(int count) {
        references = count;
    }

    long row() {
        return row;
    }

    void row(long address) {
        row = address;
    }

    boolean nested() {
        return nested;
    }

    void nest() {
        nested = true;
    }

    void touch() {
        if (!touched) {
            touched = true;
        }
    }

    /** Whether it was touched since the last time. */
    boolean untouch() {
        boolean was = touched;
        touched = false;
        return was;
    }
}
