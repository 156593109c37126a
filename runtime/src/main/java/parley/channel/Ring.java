package parley.channel;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Futex;
import parley.memory.Member;
import parley.memory.Mutex;
import parley.memory.Segment;

/**
 * A ring of messages in shared memory; drawn in the package's description. A message that is long for the ring goes
 * into a file of the run folder, and only its number into the ring. Any thread of any process of the session.
 */
public final class Ring {
    /** The bytes of a ring without its data. */
    public static final long SIZE = 448;

    private static final long WRITE_MUTEX = 0;
    private static final long TAIL = 64;
    private static final long READ_MUTEX = 128;
    private static final long HEAD = 192;
    private static final long FILLED = 256;
    private static final long EMPTIED = 320;
    private static final long WAITERS = 4; // from FILLED or EMPTIED
    private static final long HALF_EMPTIED = 328;
    private static final long DATA = 384;
    private static final long CAPACITY = 392;
    private static final long LIMIT = 396;

    private static final int POSITION_BITS = 40;
    private static final long POSITION = (1L << POSITION_BITS) - 1;
    private static final int ORDINALS = 1 << (Long.SIZE - POSITION_BITS);
    private static final int HEADER = 8;
    private static final int SMALLEST = HEADER + Long.BYTES;
    private static final int WRAP = -1;
    private static final int ROOMY = 1 << 20;
    private static final int MESSAGES = 8;
    private static final int SPILLED = 0x4000_0000;
    private static final int GLANCES = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 1000 : 0;

    private final Segment segment;
    private final @Nullable Member member;
    private final MemorySegment block;
    private volatile @Nullable MemorySegment data;
    private int capacity;

    private Ring(Segment segment, @Nullable Member member, long address) {
        this.segment = segment;
        this.member = member;
        this.block = segment.block(address, SIZE);
    }

    /** Asked anew: in a copy of this process it is the copy. */
    private int me() {
        return member == null ? 0 : member.owner();
    }

    /**
     * Lays out a ring in zeroed memory.
     *
     * @param address of {@link #SIZE} bytes
     * @param capacity the bytes of its data, a power of two; allocated on the first put, and more where that is long
     * @param limit the most messages; 0 for no limit but room
     * @return the ring
     */
    public static Ring create(long address, int capacity, int limit) {
        Ring ring = attach(address);
        INT.set(ring.block, CAPACITY, capacity);
        INT.setVolatile(ring.block, LIMIT, limit);
        return ring;
    }

    /**
     * A ring that another process laid out.
     *
     * @param address where it is
     * @return the same ring, usable here
     */
    public static Ring attach(long address) {
        Member member = Member.current();
        return new Ring(member.segment(), member, address);
    }

    /**
     * A ring to look at only.
     *
     * @param segment of a session that this process is no member of
     * @param address where it is
     * @return the ring; only {@link #count()}, {@link #limit()} and {@link #peek()} work
     */
    public static Ring look(Segment segment, long address) {
        return new Ring(segment, null, address);
    }

    /**
     * Puts a message if there is room.
     *
     * @param message its bytes, copied
     * @return false where the limit is reached or the data is full
     */
    public boolean offer(byte[] message) {
        Mutex.lock(segment, block, WRITE_MUTEX, me());
        try {
            MemorySegment bytes = data(message.length);
            long tail = (long) LONG.get(block, TAIL);
            long head = (long) LONG.getVolatile(block, HEAD);
            int count = count(head, tail);
            int limit = limit();
            if ((limit > 0 && count >= limit) || count >= ORDINALS - 1) {
                return false;
            }
            int at = (int) (tail & (capacity - 1));
            int toEnd = capacity - at;
            long room = capacity - distance(head, tail);
            boolean spill = message.length > capacity / 4
                    || (limit > 0
                            && room - record(message.length) - skip(toEnd, message.length)
                                    < reserve(limit - count - 1));
            int length = spill ? Long.BYTES : message.length;
            int need = record(length);
            int skip = skip(toEnd, length);
            if (room < need + skip) {
                return false;
            }
            if (skip > 0) {
                bytes.set(ValueLayout.JAVA_INT, at, WRAP);
                at = 0;
            }
            if (spill) {
                bytes.set(ValueLayout.JAVA_LONG, at + HEADER, spill(message));
            } else {
                MemorySegment.copy(message, 0, bytes, ValueLayout.JAVA_BYTE, at + HEADER, length);
            }
            bytes.set(ValueLayout.JAVA_INT, at, spill ? SPILLED | length : length);
            bytes.set(ValueLayout.JAVA_INT, at + 4, me());
            LONG.setVolatile(block, TAIL, next(tail, need + skip));
        } finally {
            Mutex.unlock(block, WRITE_MUTEX);
        }
        wake(FILLED);
        return true;
    }

    /**
     * Takes the oldest message.
     *
     * @return its bytes, or null where there is none
     */
    public byte @Nullable [] poll() {
        byte[] message;
        boolean spilled;
        Mutex.lock(segment, block, READ_MUTEX, me());
        try {
            long head = (long) LONG.get(block, HEAD);
            if (head == (long) LONG.getVolatile(block, TAIL)) {
                return null;
            }
            MemorySegment bytes = data();
            int at = (int) (head & (capacity - 1));
            int skip = 0;
            if (bytes.get(ValueLayout.JAVA_INT, at) == WRAP) {
                skip = capacity - at;
                at = 0;
            }
            int length = bytes.get(ValueLayout.JAVA_INT, at) & ~SPILLED;
            spilled = (bytes.get(ValueLayout.JAVA_INT, at) & SPILLED) != 0;
            message = new byte[length];
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at + HEADER, message, 0, length);
            LONG.setVolatile(block, HEAD, next(head, skip + record(length)));
        } finally {
            Mutex.unlock(block, READ_MUTEX);
        }
        wake(EMPTIED);
        if (waits(HALF_EMPTIED) && isHalfEmpty()) {
            wake(HALF_EMPTIED);
        }
        return spilled ? LargeMessage.take(segment.folder(), message) : message;
    }

    /**
     * Takes the oldest message, which may be on its way: looks for it for some microseconds.
     *
     * @return its bytes, or null where there is none
     */
    public byte @Nullable [] pollSoon() {
        for (int i = 0; i < GLANCES && isEmpty(); i++) {
            Thread.onSpinWait();
        }
        return poll();
    }

    /**
     * Waits until there may be a message.
     *
     * @param deadline when to give up
     * @return false when the time is up
     */
    public boolean awaitFilled(Deadline deadline) {
        return await(FILLED, deadline, () -> !isEmpty());
    }

    /**
     * Waits until there may be a message, or something else is so that somebody says by {@link #wakeAll}.
     *
     * @param deadline when to give up
     * @param end asked before each wait, after the mark that it waits from: no {@code wakeAll} is missed
     * @return false when the time is up
     */
    boolean awaitFilled(Deadline deadline, BooleanSupplier end) {
        return await(FILLED, deadline, () -> !isEmpty() || end.getAsBoolean());
    }

    /**
     * A mark to wait from: taken before an {@link #offer} that fails, it misses no reader.
     *
     * @return for {@link #awaitEmptied}
     */
    public long mark() {
        return (long) LONG.getVolatile(block, HEAD);
    }

    /**
     * Waits until a message was taken since a mark.
     *
     * @param mark from {@link #mark()}
     * @param deadline when to give up
     * @return false when the time is up
     */
    public boolean awaitEmptied(long mark, Deadline deadline) {
        return awaitEmptied(mark, deadline, () -> false);
    }

    /**
     * Waits until a message was taken since a mark, or something else is so that somebody says by {@link #wakeAll}.
     *
     * @param mark from {@link #mark()}
     * @param deadline when to give up
     * @param end as for {@link #awaitFilled(Deadline, BooleanSupplier)}
     * @return false when the time is up
     */
    boolean awaitEmptied(long mark, Deadline deadline, BooleanSupplier end) {
        return await(EMPTIED, deadline, () -> (long) LONG.getVolatile(block, HEAD) != mark || end.getAsBoolean());
    }

    /**
     * Waits until half of the data is free, for who has many messages to put: woken for each that is taken, it would
     * make the reader wait in turn.
     *
     * @param deadline when to give up
     * @return false when the time is up
     */
    public boolean awaitHalfEmpty(Deadline deadline) {
        return await(HALF_EMPTIED, deadline, this::isHalfEmpty);
    }

    private boolean isHalfEmpty() {
        long head = (long) LONG.getVolatile(block, HEAD);
        return distance(head, (long) LONG.getVolatile(block, TAIL)) <= capacity / 2;
    }

    private boolean await(long counter, Deadline deadline, BooleanSupplier ready) {
        for (int i = 0; i < SPINS; i++) {
            if (ready.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        int seen = (int) INT.getVolatile(block, counter);
        INT.getAndAdd(block, counter + WAITERS, 1);
        try {
            long slice = deadline.slice();
            if (slice <= 0) {
                return ready.getAsBoolean();
            }
            if (!ready.getAsBoolean()) {
                Futex.await(block, counter, seen, slice);
            }
            return true;
        } finally {
            INT.getAndAdd(block, counter + WAITERS, -1);
        }
    }

    private boolean waits(long counter) {
        return (int) INT.getVolatile(block, counter + WAITERS) != 0;
    }

    private void wake(long counter) {
        if (waits(counter)) {
            INT.getAndAdd(block, counter, 1);
            Futex.wake(block, counter, 1);
        }
    }

    /** Wakes all who wait, for them to look whether there is anybody left to wait for. */
    public void wakeAll() {
        for (long counter : new long[] {FILLED, EMPTIED, HALF_EMPTIED}) {
            INT.getAndAdd(block, counter, 1);
            Futex.wake(block, counter, Integer.MAX_VALUE);
        }
    }

    /**
     * How many messages are in it.
     *
     * @return at this instant
     */
    public int count() {
        while (true) {
            long head = (long) LONG.getVolatile(block, HEAD);
            long tail = (long) LONG.getVolatile(block, TAIL);
            if (head == (long) LONG.getVolatile(block, HEAD)) { // both of one instant: never more than the limit
                return count(head, tail);
            }
        }
    }

    /**
     * The most messages.
     *
     * @return 0 for no limit but room
     */
    public int limit() {
        return (int) INT.get(block, LIMIT);
    }

    private boolean isEmpty() {
        return (long) LONG.getVolatile(block, HEAD) == (long) LONG.getVolatile(block, TAIL);
    }

    /**
     * The messages in it, oldest first, without taking them. Consistent: messages that others take meanwhile are left
     * out as a whole.
     *
     * @return copies
     */
    public List<byte[]> peek() {
        while (true) {
            long head = (long) LONG.getVolatile(block, HEAD);
            long tail = (long) LONG.getVolatile(block, TAIL);
            if (head == tail) {
                return List.of();
            }
            byte[] copy = data().toArray(ValueLayout.JAVA_BYTE);
            VarHandle.acquireFence(); // the copy is complete before head is read again
            long now = (long) LONG.getVolatile(block, HEAD); // what lies before it may be overwritten in the copy
            if (distance(head, now) <= distance(head, tail)) {
                return walk(copy, now, tail);
            }
        }
    }

    private List<byte[]> walk(byte[] copy, long from, long to) {
        List<byte[]> found = new ArrayList<>();
        MemorySegment seen = MemorySegment.ofArray(copy);
        for (long head = from; head != to; ) {
            int at = (int) (head & (copy.length - 1));
            int skip = 0;
            if (seen.get(ValueLayout.JAVA_INT_UNALIGNED, at) == WRAP) {
                skip = copy.length - at;
                at = 0;
            }
            int word = seen.get(ValueLayout.JAVA_INT_UNALIGNED, at);
            int length = word & ~SPILLED;
            byte[] message = Arrays.copyOfRange(copy, at + HEADER, at + HEADER + length);
            byte @Nullable [] whole = (word & SPILLED) != 0 ? LargeMessage.look(segment.folder(), message) : message;
            if (whole != null) {
                found.add(whole);
            }
            head = next(head, skip + record(length));
        }
        return found;
    }

    /** Gives the data back to the heap; nobody may use the ring any more. */
    public void free() {
        long address = (long) LONG.getAndSet(block, DATA, 0L);
        if (address != 0) {
            segment.free(address, (int) INT.get(block, CAPACITY), me());
        }
    }

    private MemorySegment data() {
        return data(0);
    }

    /** Made for the first message: a ring whose messages are long gets more room, so that they need no files. */
    private MemorySegment data(int length) {
        MemorySegment known = data;
        if (known != null) {
            return known;
        }
        long address = (long) LONG.getVolatile(block, DATA);
        if (address == 0) { // only a writer comes here, under the write mutex
            int roomy = Integer.highestOneBit(Math.min(length, ROOMY / MESSAGES)) * 2 * MESSAGES;
            if (roomy > (int) INT.get(block, CAPACITY) && length <= ROOMY / 4) {
                INT.set(block, CAPACITY, Math.min(roomy, ROOMY));
            }
            address = segment.allocate((int) INT.get(block, CAPACITY), me());
            LONG.setVolatile(block, DATA, address);
        }
        capacity = (int) INT.getVolatile(block, CAPACITY); // after the address: it stays from then on
        MemorySegment found = segment.block(address, capacity);
        data = found;
        return found;
    }

    /** The bytes of one message in the ring; a spilled one needs the fewest. */
    private static int record(int length) {
        return Math.max(SMALLEST, (HEADER + length + 7) & -8);
    }

    /** The bytes that stay unused before the end of the data because the message does not fit there. */
    private static int skip(int toEnd, int length) {
        return toEnd < record(length) ? toEnd : 0;
    }

    /**
     * With a limit, that many messages fit however long they are: one that leaves the others less room goes into a
     * file. Half of the data at most, so that a huge limit does not send them all there.
     */
    private long reserve(int messages) {
        return Math.min((long) messages * SMALLEST + 8, capacity / 2);
    }

    private static long next(long word, int bytes) {
        long ordinal = ((word >>> POSITION_BITS) + 1) & (ORDINALS - 1);
        return ordinal << POSITION_BITS | ((word + bytes) & POSITION);
    }

    private static long distance(long from, long to) {
        return (to - from) & POSITION;
    }

    private static int count(long head, long tail) {
        return (int) ((tail >>> POSITION_BITS) - (head >>> POSITION_BITS)) & (ORDINALS - 1);
    }

    private long spill(byte[] message) {
        Member writer = member;
        if (writer == null) {
            throw new IllegalStateException("this ring is only looked at");
        }
        return LargeMessage.write(writer, message);
    }
}
