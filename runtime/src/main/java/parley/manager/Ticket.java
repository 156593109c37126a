package parley.manager;

/**
 * How a proxy travels in a session: the manager's number &lt;&lt; 48 | the object's. In CPython's managers the latter is an
 * address of the machine, which has no more bits. Has no state.
 */
final class Ticket {
    private static final int BITS = 48;
    private static final long OBJECT = (1L << BITS) - 1;

    private Ticket() {}

    static long of(long manager, long object) {
        if (object < 0 || object > OBJECT || manager < 0 || manager > 0xffff) {
            throw new IllegalArgumentException("no ticket for: manager=" + manager + ", object=" + object);
        }
        return manager << BITS | object;
    }

    static long manager(long ticket) {
        return ticket >>> BITS;
    }

    static long object(long ticket) {
        return ticket & OBJECT;
    }
}
