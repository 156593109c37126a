package parley.manager;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import parley.channel.Ring;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Segment;

/**
 * A line between a thread of a client and its manager, through the session's shared memory: a ring for requests and one for
 * answers. A manager's lines are a list; one that its client does not need any more is the next client's.
 *
 * <pre>
 *   0 next line | 8 client: its process, 0 for free | 12 dropped: the client does not wait for its answer | 64 requests | 512 answers
 *
 *   free ─client takes it─▶ taken ─client's BYE, or its death─▶ the manager empties it ─▶ free
 * </pre>
 *
 * The client's side and the manager's, one thread each.
 */
final class Line {
    /** Says that the client is done with the line. */
    static final byte[] BYE = {0};

    private static final int CAPACITY = 1 << 15;
    private static final int LEAST_LOOKS = 50;
    private static final int MOST_LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 2000 : LEAST_LOOKS;
    private static final long CLIENT = 8;
    private static final long DROPPED = 12;
    private static final long REQUESTS = 64;
    private static final long ANSWERS = REQUESTS + Ring.SIZE;
    private static final long SIZE = ANSWERS + Ring.SIZE;

    private final Segment segment;
    private final long address;
    private final MemorySegment block;
    private final Ring requests;
    private final Ring answers;
    private int looks = LEAST_LOOKS;

    private Line(long address) {
        this.segment = Member.current().segment();
        this.address = address;
        this.block = segment.block(address, SIZE);
        this.requests = Ring.attach(address + REQUESTS);
        this.answers = Ring.attach(address + ANSWERS);
    }

    /** One for the calling thread: one that is free, or a new one. */
    static Line take(Board board) {
        Member member = Member.current();
        int me = member.owner();
        for (long at = board.firstLine(); at != 0; at = next(at)) {
            if (INT.compareAndSet(member.segment().block(at, SIZE), CLIENT, 0, me)) {
                return new Line(at);
            }
        }
        long made = member.segment().allocate(SIZE, me);
        Ring _ = Ring.create(made + REQUESTS, CAPACITY, 0);
        Ring _ = Ring.create(made + ANSWERS, CAPACITY, 0);
        Line line = new Line(made);
        INT.set(line.block, CLIENT, me);
        long first;
        do {
            first = board.firstLine();
            LONG.setVolatile(line.block, 0L, first);
        } while (!board.firstLine(first, made));
        board.knock();
        return line;
    }

    static Line attach(long address) {
        return new Line(address);
    }

    static long next(long address) {
        return (long) LONG.getVolatile(Member.current().segment().block(address, 8), 0L);
    }

    long address() {
        return address;
    }

    int client() {
        return (int) INT.getVolatile(block, CLIENT);
    }

    /** Whether the process that took it lives. */
    boolean clientLives() {
        int client = client();
        return client == 0 || segment.processes().isAlive(client);
    }

    void drop() {
        INT.setVolatile(block, DROPPED, 1);
    }

    boolean isDropped() {
        return (int) INT.getVolatile(block, DROPPED) != 0;
    }

    /** For the manager: nothing of this client is left in it, and the next one may take it. */
    void free() {
        while (requests.poll() != null || answers.poll() != null) {
            // not wanted any more
        }
        INT.setVolatile(block, DROPPED, 0);
        INT.setVolatile(block, CLIENT, 0);
    }

    Ring requests() {
        return requests;
    }

    Ring answers() {
        return answers;
    }

    /** Puts a message, or gives up when there is no room in time. */
    static boolean offer(Ring ring, byte[] message, long nanos) {
        long mark = ring.mark();
        if (ring.offer(message)) {
            return true;
        }
        boolean _ = ring.awaitEmptied(mark, new Deadline(nanos));
        return ring.offer(message);
    }

    /** The next request, or null when there is none in time. */
    byte @Nullable [] request(long nanos) {
        return poll(requests, nanos);
    }

    /** The answer, or null when there is none in time. */
    byte @Nullable [] answer(long nanos) {
        return poll(answers, nanos);
    }

    /**
     * Looks for it before it sleeps: waking up costs more than most answers. For less long where that was in vain: then
     * others need the processor, perhaps whoever is to answer.
     */
    private byte @Nullable [] poll(Ring ring, long nanos) {
        int most = looks;
        for (int i = 0; i < most; i++) {
            if (!ring.isEmpty()) {
                looks = Math.min(MOST_LOOKS, most + most);
                return ring.poll();
            }
            Thread.onSpinWait();
        }
        looks = Math.max(LEAST_LOOKS, most / 2);
        boolean _ = ring.sleepUntilFilled(new Deadline(nanos));
        return ring.poll();
    }
}
