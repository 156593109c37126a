package parley.channel;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.ObjectKind;
import parley.memory.ObjectTable;
import parley.memory.Segment;
import parley.memory.Verb;
import parley.trace.UserFailure;

/**
 * A queue of encoded values between processes: what both languages' queues are made of. With a limit, {@code put}
 * waits for room; without one it never waits: what does not fit is kept in this process, and a feeder thread hands it
 * on in order.
 *
 * <pre>
 *   object header | 64 ring | of a joinable one: what is unfinished
 * </pre>
 *
 * Any thread of any process of the session.
 */
public final class Messages {
    private static final int CAPACITY = 1 << 16;
    private static final int LARGEST_CAPACITY = 1 << 24;
    private static final int PER_MESSAGE = 32;
    private static final long COUNT = ObjectTable.BODY + Ring.SIZE; // of what is unfinished
    private static final long PATIENCE = 5_000_000; // nanoseconds

    /** Those of this process that may have something left to hand on. */
    private static final Set<Messages> FEEDING = ConcurrentHashMap.newKeySet();

    static {
        AtFork.inChild(Messages::forgetAll);
    }

    private final Member member;
    private final long address;
    private final MemorySegment block;
    private final Ring ring;
    private volatile Queue<byte[]> overflow = new ArrayDeque<>(); // guarded by itself
    private @Nullable Thread feeder; // guarded by overflow
    private volatile boolean closed; // set while overflow is held: what was handed on before is all there is
    private volatile boolean abandoned;

    private Messages(Member member, long address, MemorySegment block) {
        this.member = member;
        this.address = address;
        this.block = block;
        this.ring = Ring.attach(block.asSlice(ObjectTable.BODY, Ring.SIZE));
    }

    /**
     * Makes an empty queue.
     *
     * @param maxsize the most messages; 0 or less for no limit
     * @return the queue
     */
    public static Messages create(int maxsize) {
        return create(ObjectKind.QUEUE, maxsize);
    }

    /**
     * Makes an empty queue.
     *
     * @param kind {@code QUEUE}, or {@code JOINABLE_QUEUE} for one that counts what is unfinished
     * @param maxsize the most messages; 0 or less for no limit
     * @return the queue
     */
    public static Messages create(ObjectKind kind, int maxsize) {
        Member member = Member.current();
        long size = Ring.SIZE + (kind == ObjectKind.JOINABLE_QUEUE ? Unfinished.SIZE : 0);
        long address = member.segment().objects().create(kind, size, member.owner());
        int limit = Math.max(0, maxsize);
        int capacity = CAPACITY;
        while (capacity < (long) limit * PER_MESSAGE && capacity < LARGEST_CAPACITY) {
            capacity *= 2;
        }
        Ring ring = Ring.create(address + ObjectTable.BODY, capacity, limit);
        Segment segment = member.segment();
        return new Messages(member, address, segment.objects().hold(address, size, ring::clear));
    }

    /**
     * A queue that another process made.
     *
     * @param address from {@link #address()}
     * @return the same queue, usable here
     */
    public static Messages attach(long address) {
        Member member = Member.current();
        return new Messages(member, address, member.segment().block(address, COUNT));
    }

    /**
     * What counts the items that nobody said to be done.
     *
     * @return only for a {@code JOINABLE_QUEUE}
     */
    public Unfinished unfinished() {
        MemorySegment count = block.byteSize() > COUNT
                ? block.asSlice(COUNT, Unfinished.SIZE)
                : member.segment().block(address + COUNT, Unfinished.SIZE);
        return new Unfinished(member, address, count);
    }

    /**
     * Where it is.
     *
     * @return its address in the session's shared memory
     */
    public long address() {
        return member.segment().objects().sent(address);
    }

    /**
     * Its name.
     *
     * @return as {@code Queue-1}
     */
    public String name() {
        return member.segment().objects().name(address);
    }

    /**
     * Puts a message.
     *
     * @param message its bytes
     * @param nanos how long to wait for room; negative for as long as it takes
     * @throws Full when there is no room in time
     * @throws UserFailure where this process has closed the queue
     */
    public void put(byte[] message, long nanos) throws Full {
        if (ring.limit() == 0) {
            hand(message);
            return;
        }
        checkOpen();
        Deadline deadline = new Deadline(nanos);
        long mark = ring.mark();
        if (ring.offer(message)) {
            return;
        }
        try (var _ = member.waiting(Verb.PUT, address)) {
            do {
                if (!ring.awaitEmptied(mark, deadline) && deadline.slice() <= 0) {
                    throw new Full();
                }
                Deadline.checkStopped("put " + name());
                mark = ring.mark();
            } while (!ring.offer(message));
        }
    }

    /**
     * Puts a message if that can be done at once.
     *
     * @param message its bytes
     * @return false where there is no room, or this process has closed the queue
     */
    public boolean offer(byte[] message) {
        if (closed) {
            return false;
        }
        if (ring.limit() != 0) {
            return ring.offer(message);
        }
        hand(message);
        return true;
    }

    /**
     * Takes the oldest message if there is one.
     *
     * @return its bytes; null where there is none, or this process has closed the queue
     */
    public byte @Nullable [] poll() {
        if (closed) {
            return null;
        }
        return ring.pollSoon();
    }

    /**
     * Waits until there may be a message.
     *
     * @param nanos how long; negative for as long as it takes
     * @return false when none came in time
     * @throws UserFailure where this process has closed the queue
     */
    public boolean await(long nanos) {
        checkOpen();
        if (ring.count() > 0) {
            return true;
        }
        Deadline deadline = new Deadline(nanos);
        try (var _ = member.waiting(Verb.GET, address)) {
            while (ring.count() == 0) {
                if (!ring.awaitFilled(deadline) && deadline.slice() <= 0) {
                    return false;
                }
                Deadline.checkStopped("get " + name());
            }
            return true;
        }
    }

    /** Without a limit: into the ring if nothing waits before it, else behind what waits. */
    private void hand(byte[] message) {
        Queue<byte[]> guard = overflow;
        synchronized (guard) {
            if (closed) {
                throw closedFailure();
            }
            if (overflow.isEmpty() && ring.offer(message)) {
                return;
            }
            overflow.add(message);
            if (feeder == null) {
                feeder = Thread.ofPlatform().daemon().name("feeder " + name()).start(this::feed);
                FEEDING.add(this);
            }
        }
    }

    private void feed() {
        while (true) {
            Queue<byte[]> guard = overflow;
            synchronized (guard) { // one step, so that hand() does not overtake and qsize() counts no message twice
                byte[] message = overflow.peek();
                if (message == null) {
                    feeder = null;
                    FEEDING.remove(this);
                    guard.notifyAll();
                    return;
                }
                if (offered(message)) {
                    overflow.remove();
                    continue;
                }
            }
            boolean _ = ring.awaitHalfEmpty(new Deadline(PATIENCE)); // a reader may want fewer than half of them
        }
    }

    /** A message that cannot be kept is lost, as in Python; those behind it must not be. */
    private boolean offered(byte[] message) {
        try {
            return ring.offer(message);
        } catch (UncheckedIOException | OutOfMemoryError e) {
            System.err.println("error: a message is lost: queue=" + name() + ", because=" + e);
            return true;
        }
    }

    /**
     * Takes the oldest message.
     *
     * @param nanos how long to wait for one; negative for as long as it takes
     * @return its bytes
     * @throws Empty when none came in time
     */
    public byte[] get(long nanos) throws Empty {
        checkOpen();
        byte[] message = ring.poll();
        if (message != null) {
            return message;
        }
        Deadline deadline = new Deadline(nanos);
        if (nanos == 0) {
            throw new Empty();
        }
        try (var _ = member.waiting(Verb.GET, address)) {
            do {
                if (!ring.awaitFilled(deadline) && deadline.slice() <= 0) {
                    throw new Empty();
                }
                Deadline.checkStopped("get " + name());
                message = ring.poll();
            } while (message == null);
            return message;
        }
    }

    /**
     * How many messages are in it, with those that this process still has to hand on.
     *
     * @return at this instant
     */
    public int qsize() {
        Queue<byte[]> guard = overflow;
        synchronized (guard) {
            return ring.count() + overflow.size();
        }
    }

    /**
     * The most messages.
     *
     * @return 0 for no limit
     */
    public int maxsize() {
        return ring.limit();
    }

    /**
     * Whether a {@code put} would wait now.
     *
     * @return true when the limit is reached
     */
    public boolean full() {
        return ring.limit() > 0 && ring.count() >= ring.limit();
    }

    /**
     * The messages in the ring, oldest first, without taking them.
     *
     * @return copies
     */
    public List<byte[]> peek() {
        return ring.peek();
    }

    /** Says that this process will put and get no more; what it has put still arrives. */
    public void close() {
        Queue<byte[]> guard = overflow;
        synchronized (guard) {
            closed = true;
        }
    }

    /** Waits until everything that this process has put is handed on. */
    public void join_thread() {
        try {
            Queue<byte[]> guard = overflow;
            synchronized (guard) {
                if (!closed) {
                    throw new UserFailure("queue must be closed before its thread is joined: queue=" + name());
                }
                while (feeder != null && !abandoned) {
                    guard.wait(Deadline.SLICE / 1_000_000);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Deadline.checkStopped("join_thread " + name());
        }
    }

    /** Allows this process to end before everything that it has put is handed on: the rest is lost then. */
    public void cancel_join_thread() {
        abandoned = true;
    }

    /** Before this process ends: waits until all its queues have handed on what was put. */
    public static void joinAll() {
        for (Messages messages : FEEDING) {
            messages.close();
            messages.join_thread();
        }
    }

    /** In a copy of this process: what the original has not handed on yet, the original hands on. */
    private static void forgetAll() {
        for (Messages messages : FEEDING) {
            messages.overflow = new ArrayDeque<>(); // a fresh one: the old one's guard may be held for ever
            messages.feeder = null;
        }
        FEEDING.clear();
    }

    private void checkOpen() {
        if (closed) {
            throw closedFailure();
        }
    }

    private UserFailure closedFailure() {
        return new UserFailure("queue is closed: queue=" + name());
    }
}
