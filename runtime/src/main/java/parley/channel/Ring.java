package parley.channel;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Mutex;
import parley.memory.Segment;
import parley.memory.Spin;

/**
 * A ring of messages in shared memory; drawn in the package's description. It begins small and grows with what is in it:
 *
 * <pre>
 *   writer: no room ─▶ makes a larger area ─▶ area.continueIn(larger, tail) ─▶ writers' area = larger ─▶ message, tail
 *   reader: head is where the next area begins ─▶ readers' area = larger ─▶ the smaller one is given back
 * </pre>
 *
 * Each arrow is one store, so a process killed between any two leaves a valid ring: who comes next goes on from there. A
 * message that is long even for the largest area goes into a file of the run folder, and only its number into the ring.
 * Any thread of any process of the session.
 */
public final class Ring {
    /** The bytes of a ring without its data. */
    public static final long SIZE = 448;

    private static final long WRITE_MUTEX = 0;
    static final long TAIL = 64;
    private static final long READ_MUTEX = 128;
    static final long HEAD = 192;
    private static final long FILLED = 256;
    private static final long EMPTIED = 320;
    private static final long HALF_EMPTIED = 328;
    private static final long LARGEST = 384;
    private static final long LIMIT = 388;
    private static final long WRITERS_AREA = TAIL + 8;
    static final long READERS_AREA = HEAD + 8;
    private static final long SEEN_HEAD = TAIL + 16;
    private static final long SEEN_AREA = TAIL + 24;
    private static final long SEEN_TAIL = HEAD + 16;

    private static final int FIRST = 256;
    private static final int GROWTH = 4;
    private static final int QUARTER = 4;
    private static final int ROOMY = 1 << 24; // messages that wait in a feeder instead keep the collector busy
    private static final int LONGEST = 1 << 18;
    private static final int MESSAGES = 64;
    private static final int GLANCES = 200;

    private final Segment segment;
    private final @Nullable Member member;
    private final MemorySegment block;
    private final Bell filled;
    private final Bell emptied;
    private final Bell halfEmptied;
    private final BooleanSupplier isFilled; // made once: the JVM's fast compiler asks the VM for each
    private @Nullable Area writing; // known from the last time; the word in the ring says whether it still is
    private @Nullable Area reading;

    private Ring(Segment segment, @Nullable Member member, MemorySegment block) {
        this.segment = segment;
        this.member = member;
        this.block = block;
        this.filled = new Bell(block, FILLED);
        this.emptied = new Bell(block, EMPTIED);
        this.halfEmptied = new Bell(block, HALF_EMPTIED);
        this.isFilled = () -> !isEmpty();
    }

    /** Asked anew: in a copy of this process it is the copy. */
    private int me() {
        return member == null ? 0 : member.owner();
    }

    /**
     * Lays out a ring in zeroed memory.
     *
     * @param address of {@link #SIZE} bytes
     * @param largest to how many bytes it may grow, a power of two; further where messages are long
     * @param limit the most messages; 0 for no limit but room
     * @return the ring
     */
    public static Ring create(long address, int largest, int limit) {
        Ring ring = attach(address);
        INT.set(ring.block, LARGEST, largest);
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
        return attach(Member.current().segment().block(address, SIZE));
    }

    /** The same, where somebody has a view of it. */
    static Ring attach(MemorySegment block) {
        Member member = Member.current();
        return new Ring(member.segment(), member, block);
    }

    /**
     * A ring to look at only.
     *
     * @param segment of a session that this process is no member of
     * @param address where it is
     * @return the ring; only {@link #count()}, {@link #limit()} and {@link #peek()} work
     */
    public static Ring look(Segment segment, long address) {
        return new Ring(segment, null, segment.block(address, SIZE));
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
            long tail = (long) LONG.getOpaque(block, TAIL);
            int limit = limit();
            Area area = writersArea();
            long head = readersAt(area, tail, message.length, limit);
            int count = Records.count(head, tail);
            if ((limit > 0 && count >= limit) || count >= Records.ORDINALS - 1) {
                return false;
            }
            boolean spill;
            int length;
            while (true) {
                long room = room(area, head, tail);
                spill = message.length > area.capacity / QUARTER
                        || (limit > 0 && room - area.need(tail, message.length) < reserve(area, limit - count - 1));
                length = spill ? Long.BYTES : message.length;
                boolean fits = room >= area.need(tail, length);
                int most = fits && !spill ? 0 : most(message.length);
                boolean grows = area.capacity < most && !(fits && message.length > most / QUARTER);
                Area larger = grows ? grow(area, tail, message.length, most) : area;
                if (larger == area) {
                    if (!fits) {
                        return false;
                    }
                    break;
                }
                area = larger;
            }
            int at = area.at(tail);
            int skip = area.skip(tail, Records.record(length));
            if (skip > 0) {
                INT.setOpaque(area.data, (long) at, Records.WRAP);
                at = 0;
            }
            if (spill) {
                area.data.set(ValueLayout.JAVA_LONG, at + Records.HEADER, spill(message));
            } else {
                MemorySegment.copy(MemorySegment.ofArray(message), 0, area.data, at + Records.HEADER, length);
            }
            INT.setOpaque(area.data, (long) at, spill ? Records.SPILLED | length : length);
            INT.setOpaque(area.data, at + 4L, me());
            LONG.setRelease(block, TAIL, Records.next(tail, skip + Records.record(length)));
        } finally {
            Mutex.unlock(block, WRITE_MUTEX); // a fence too: who waits sees the tail, or is seen here
        }
        filled.wake();
        return true;
    }

    /**
     * Under the write mutex: where the readers are now, or were before, where that leaves room enough. Each look takes
     * their line away from the processor that writes it for each message.
     */
    private long readersAt(Area area, long tail, int length, int limit) {
        long seen = (long) LONG.getOpaque(block, SEEN_HEAD);
        if ((long) LONG.getOpaque(block, SEEN_AREA) == area.word) {
            int free = (limit > 0 ? limit : Records.ORDINALS - 1) - Records.count(seen, tail);
            long room = area.capacity - Records.distance(seen, tail) - area.need(tail, length);
            if (free > 0 && room >= (limit > 0 ? reserve(area, free - 1) : 0) && length <= area.capacity / QUARTER) {
                return seen;
            }
        }
        long head = (long) LONG.getVolatile(block, HEAD);
        LONG.setOpaque(block, SEEN_HEAD, head);
        LONG.setOpaque(block, SEEN_AREA, (long) LONG.getVolatile(block, READERS_AREA)); // not before the head: see room
        return head;
    }

    /** Under the write mutex: where the next message goes, unless there is no room. */
    private Area writersArea() {
        long word = (long) LONG.getOpaque(block, WRITERS_AREA);
        if (word == 0) { // the first message, unless its writer was killed between the two stores
            word = (long) LONG.getOpaque(block, READERS_AREA);
            if (word == 0) {
                word = Area.make(segment, Math.min(FIRST, (int) INT.get(block, LARGEST)), 0, me()).word;
                LONG.setVolatile(block, READERS_AREA, word);
            }
            LONG.setVolatile(block, WRITERS_AREA, word);
        }
        Area area = known(writing, word);
        long next = area.next();
        if (next != 0) { // who was about to go on there was killed
            LONG.setVolatile(block, WRITERS_AREA, next);
            area = known(null, next);
        }
        writing = area;
        return area;
    }

    /** Under the write mutex: a larger area from here on, or the same where shared memory is full. */
    private Area grow(Area area, long tail, int length, int most) {
        long wanted = Math.max((long) GROWTH * area.capacity, length <= most / QUARTER ? (long) QUARTER * length : 0);
        int capacity = (int) Math.min(most, Long.highestOneBit(2 * wanted - 1));
        Area larger;
        try {
            larger = Area.make(segment, capacity, tail & Records.POSITION, me());
        } catch (OutOfMemoryError e) {
            return area;
        }
        area.continueIn(larger);
        LONG.setVolatile(block, WRITERS_AREA, larger.word);
        writing = larger;
        return larger;
    }

    /** To how many bytes it may grow for a message of this length: one whose messages are long gets more. */
    private int most(int length) {
        int largest = (int) INT.get(block, LARGEST);
        return length > LONGEST
                ? largest
                : Math.max(largest, Math.min(ROOMY, Integer.highestOneBit(length | 1) * 2 * MESSAGES));
    }

    /** How many bytes of the writers' area are free; readers may be in an earlier one still, or have been. */
    private long room(Area area, long head, long tail) {
        boolean same = (long) LONG.getOpaque(block, SEEN_AREA) == area.word;
        return area.capacity - Records.distance(same ? head : area.start, tail);
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
            long head = (long) LONG.getOpaque(block, HEAD);
            if (head == (long) LONG.getOpaque(block, SEEN_TAIL)) { // as with readersAt
                long tail = (long) LONG.getVolatile(block, TAIL);
                if (head == tail) {
                    return null;
                }
                LONG.setOpaque(block, SEEN_TAIL, tail);
            }
            Area area = readersArea(head);
            int at = area.at(head);
            int skip = 0;
            if ((int) INT.getOpaque(area.data, (long) at) == Records.WRAP) {
                skip = area.capacity - at;
                at = 0;
            }
            int length = (int) INT.getOpaque(area.data, (long) at) & ~Records.SPILLED;
            spilled = ((int) INT.getOpaque(area.data, (long) at) & Records.SPILLED) != 0;
            message = new byte[length];
            MemorySegment.copy(area.data, at + Records.HEADER, MemorySegment.ofArray(message), 0, length);
            LONG.setRelease(block, HEAD, Records.next(head, skip + Records.record(length)));
        } finally {
            Mutex.unlock(block, READ_MUTEX);
        }
        emptied.wake();
        if (halfEmptied.isAwaited() && isHalfEmpty()) {
            halfEmptied.wake();
        }
        return spilled ? LargeMessage.take(segment.folder(), message) : message;
    }

    /** Under the read mutex, where there is a message: where the oldest one is. */
    private Area readersArea(long head) {
        Area area = known(reading, (long) LONG.getOpaque(block, READERS_AREA));
        for (long word = area.next(); word != 0; word = area.next()) {
            Area next = known(writing, word);
            if (next.start != (head & Records.POSITION)) {
                break;
            }
            LONG.setVolatile(block, READERS_AREA, word);
            area.free(segment, me());
            area = next;
        }
        reading = area;
        return area;
    }

    private Area known(@Nullable Area last, long word) {
        return last != null && last.word == word ? last : Area.at(segment, word);
    }

    /**
     * Takes the oldest message, which may be on its way: looks for it for some microseconds.
     *
     * @return its bytes, or null where there is none
     */
    public byte @Nullable [] pollSoon() {
        byte[] message = poll();
        return message == null && Spin.until(isFilled, GLANCES) ? poll() : message;
    }

    /**
     * Waits until there may be a message.
     *
     * @param deadline when to give up
     * @return false when the time is up
     */
    public boolean awaitFilled(Deadline deadline) {
        return filled.await(deadline, isFilled);
    }

    /**
     * Waits until there may be a message, or something else is so that somebody says by {@link #wakeAll}.
     *
     * @param deadline when to give up
     * @param end asked before each wait, after the mark that it waits from: no {@code wakeAll} is missed
     * @return false when the time is up
     */
    boolean awaitFilled(Deadline deadline, BooleanSupplier end) {
        return filled.await(deadline, () -> !isEmpty() || end.getAsBoolean());
    }

    /**
     * The same for who has looked for long enough: gives the processor up at once.
     *
     * @param deadline when to give up
     * @return false when the time is up
     */
    public boolean sleepUntilFilled(Deadline deadline) {
        return filled.sleep(deadline, isFilled);
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
        return emptied.await(deadline, () -> (long) LONG.getVolatile(block, HEAD) != mark || end.getAsBoolean());
    }

    /**
     * Waits until half of the data is free, for who has many messages to put: woken for each that is taken, it would
     * make the reader wait in turn.
     *
     * @param deadline when to give up
     * @return false when the time is up
     */
    public boolean awaitHalfEmpty(Deadline deadline) {
        return halfEmptied.await(deadline, this::isHalfEmpty);
    }

    private boolean isHalfEmpty() {
        long head = (long) LONG.getVolatile(block, HEAD);
        long area = (long) LONG.getVolatile(block, WRITERS_AREA);
        return area == 0 || Records.distance(head, (long) LONG.getVolatile(block, TAIL)) <= Area.capacity(area) / 2;
    }

    /** Wakes all who wait, for them to look whether there is anybody left to wait for. */
    public void wakeAll() {
        filled.wakeAll();
        emptied.wakeAll();
        halfEmptied.wakeAll();
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
                return Records.count(head, tail);
            }
        }
    }

    /**
     * The most messages.
     *
     * @return 0 for no limit but room
     */
    public int limit() {
        return (int) INT.getOpaque(block, LIMIT);
    }

    /**
     * Whether it has no message.
     *
     * @return at this instant
     */
    public boolean isEmpty() {
        return (long) LONG.getVolatile(block, HEAD) == (long) LONG.getVolatile(block, TAIL);
    }

    /**
     * The messages in it, oldest first, without taking them. Consistent: messages that others take meanwhile are left
     * out as a whole.
     *
     * @return copies
     */
    public List<byte[]> peek() {
        return new RingPeek(segment, block).messages();
    }

    /** Takes out all that is left, files too, and gives the memory back; nobody may use the ring any more. */
    void clear() {
        byte[] message;
        do {
            message = poll();
        } while (message != null);
        free();
    }

    /** Gives all areas back to the heap; nobody may use the ring any more. */
    public void free() {
        long word = (long) LONG.getAndSet(block, READERS_AREA, 0L);
        LONG.setVolatile(block, WRITERS_AREA, 0L);
        while (word != 0) {
            Area area = Area.at(segment, word);
            word = area.next();
            area.free(segment, me());
        }
    }

    /**
     * With a limit, that many messages fit however long they are: one that leaves the others less room goes into a
     * file. Half of the data at most, so that a huge limit does not send them all there.
     */
    private static long reserve(Area area, int messages) {
        return Math.min((long) messages * Records.SMALLEST + 8, area.capacity / 2);
    }

    private long spill(byte[] message) {
        Member writer = member;
        if (writer == null) {
            throw new IllegalStateException("this ring is only looked at");
        }
        return LargeMessage.write(writer, message);
    }
}
