package parley.channel;

/** How messages lie in a ring, and how its two ends count; drawn in the package's description. Has no state. */
final class Records {
    static final int POSITION_BITS = 40;
    static final long POSITION = (1L << POSITION_BITS) - 1;
    static final int ORDINALS = 1 << (Long.SIZE - POSITION_BITS);
    static final int HEADER = 8;
    static final int SMALLEST = HEADER + Long.BYTES;
    static final int WRAP = -1;
    static final int SPILLED = 0x4000_0000;

    private Records() {}

    /** The bytes of one message in the ring; a spilled one needs the fewest. */
    static int record(int length) {
        return Math.max(SMALLEST, (HEADER + length + 7) & -8);
    }

    /** The end's word after one more message of so many bytes. */
    static long next(long word, int bytes) {
        long ordinal = ((word >>> POSITION_BITS) + 1) & (ORDINALS - 1);
        return ordinal << POSITION_BITS | ((word + bytes) & POSITION);
    }

    /** The bytes between two ends, or positions. */
    static long distance(long from, long to) {
        return (to - from) & POSITION;
    }

    /** The messages between two ends. */
    static int count(long head, long tail) {
        return (int) ((tail >>> POSITION_BITS) - (head >>> POSITION_BITS)) & (ORDINALS - 1);
    }
}
