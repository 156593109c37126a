package parley.channel;

import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import parley.memory.Segment;

/**
 * One piece of memory of a ring's messages. A ring that is full goes on in a larger one; the smaller one is read to its
 * end, and given back.
 *
 * <pre>
 *   area   0 the next, larger area, or 0 | 8 position at which this one begins | 16 data's address
 *   word   the area's address | logarithm of its capacity: a ring's areas grow, so none has the word of an earlier one
 * </pre>
 *
 * Written under the ring's write mutex, before anything points to it. Any thread.
 */
final class Area {
    private static final long SIZE = 64;
    private static final long NEXT = 0;
    private static final long START = 8;
    private static final long DATA = 16;
    private static final long LOGARITHM = 63; // below an address, which is a multiple of 64

    final long word;
    final int capacity;
    final long start;
    final MemorySegment data;
    private final MemorySegment header;

    private Area(Segment segment, long word) {
        this.word = word;
        this.capacity = capacity(word);
        this.header = segment.block(word & ~LOGARITHM, SIZE);
        this.start = (long) LONG.get(header, START);
        this.data = segment.block((long) LONG.get(header, DATA), capacity);
    }

    static Area at(Segment segment, long word) {
        return new Area(segment, word);
    }

    /** Takes the memory of a new one; nobody knows it yet. */
    static Area make(Segment segment, int capacity, long start, int me) {
        long address = segment.allocate(SIZE, me);
        MemorySegment header = segment.block(address, SIZE);
        LONG.set(header, START, start);
        LONG.setVolatile(header, DATA, segment.allocate(capacity, me));
        return new Area(segment, address | Integer.numberOfTrailingZeros(capacity));
    }

    /** Where in the data a position is. */
    int at(long position) {
        return (int) position & (capacity - 1);
    }

    /** The bytes that stay unused before the end of the data because a record does not fit there. */
    int skip(long position, int record) {
        int toEnd = capacity - at(position);
        return toEnd < record ? toEnd : 0;
    }

    /** The bytes that a message takes there. */
    int need(long position, int length) {
        int record = Records.record(length);
        return skip(position, record) + record;
    }

    static int capacity(long word) {
        return 1 << (word & LOGARITHM);
    }

    /** From where the other begins, messages are there. One store. */
    void continueIn(Area next) {
        LONG.setVolatile(header, NEXT, next.word);
    }

    /** The next one's word, or 0. */
    long next() {
        return (long) LONG.getVolatile(header, NEXT);
    }

    /** Nobody reads or writes it any more; who looks at it finds out. */
    void free(Segment segment, int me) {
        segment.free((long) LONG.get(header, DATA), capacity, me);
        segment.free(word & ~LOGARITHM, SIZE, me);
    }
}
