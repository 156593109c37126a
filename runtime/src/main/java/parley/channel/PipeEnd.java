package parley.channel;

import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.ObjectKind;
import parley.memory.ObjectTable;
import parley.memory.Verb;
import parley.trace.UserFailure;

/**
 * One end of a pipe of messages between processes: what both languages' connections are made of.
 *
 * <pre>
 *   object header | 64 ring of what end 0 receives | 512 of what end 1 receives | 960 who has which end open (Holders)
 *
 *   of a pipe that is not duplex, end 0 only receives and end 1 only sends
 * </pre>
 *
 * A send waits for room; a receive waits for a message, and learns when the last process that had the other end open has
 * closed it, left or was killed. Any thread of any process of the session.
 */
public final class PipeEnd {
    private static final int CAPACITY = 1 << 16;
    private static final long RINGS = ObjectTable.BODY;
    private static final long HOLDERS = RINGS + 2 * Ring.SIZE;
    private static final long SIZE = 2 * Ring.SIZE + Holders.SIZE;

    /** Those of this process that are open. Read without a lock: in a copy another thread might hold that for ever. */
    private static final Set<Open> OPENED = ConcurrentHashMap.newKeySet();

    static {
        AtFork.beforeFork(PipeEnd::heirs);
    }

    private final Member member;
    private final long address;
    private final int end;
    private final boolean duplex;
    private final Ring incoming;
    private final Ring outgoing;
    private final Holders holders;
    private final Open open;
    private volatile boolean closed;
    private volatile boolean searched; // whether it was looked once for other ends that were thrown away

    /** One that is open, or that nobody can close any more because nobody has it. */
    private static final class Open extends WeakReference<PipeEnd> {
        private final Holders holders;
        private final int end;

        Open(PipeEnd pipeEnd) {
            super(pipeEnd);
            this.holders = pipeEnd.holders;
            this.end = pipeEnd.end;
        }
    }

    private PipeEnd(Member member, long address, MemorySegment block, int end, boolean duplex) {
        this.member = member;
        this.address = address;
        this.end = end;
        this.duplex = duplex;
        this.incoming = Ring.attach(block.asSlice(RINGS + end * Ring.SIZE, Ring.SIZE));
        this.outgoing = Ring.attach(block.asSlice(RINGS + (1 - end) * Ring.SIZE, Ring.SIZE));
        this.holders = new Holders(member, block.asSlice(HOLDERS, Holders.SIZE));
        this.open = new Open(this);
        OPENED.add(open);
    }

    /** Those that are open; closes those that were thrown away. */
    private static List<PipeEnd> opened() {
        List<PipeEnd> all = new ArrayList<>();
        OPENED.removeIf(open -> {
            PipeEnd end = open.get();
            if (end == null) {
                open.holders.remove(open.end, Member.current().owner());
                return true;
            }
            all.add(end);
            return false;
        });
        return all;
    }

    /**
     * Makes a pipe.
     *
     * @param duplex whether both ends send and receive; else the first receives and the second sends
     * @return its two ends
     */
    public static List<PipeEnd> create(boolean duplex) {
        List<PipeEnd> _ = opened();
        Member member = Member.current();
        long address = member.segment().objects().create(ObjectKind.PIPE, SIZE, member.owner());
        Ring one = Ring.create(address + RINGS, CAPACITY, 0);
        Ring other = Ring.create(address + RINGS + Ring.SIZE, CAPACITY, 0);
        Holders all = new Holders(member, member.segment().block(address + HOLDERS, Holders.SIZE));
        MemorySegment block = member.segment().objects().hold(address, SIZE, () -> {
            one.clear();
            other.clear();
            all.forgetDead();
        });
        List<PipeEnd> ends =
                List.of(new PipeEnd(member, address, block, 0, duplex), new PipeEnd(member, address, block, 1, duplex));
        ends.forEach(end -> end.holders.add(end.end, member.owner()));
        return ends;
    }

    /**
     * Prepares this end to go to another process; it is held for that one from now on.
     *
     * @return what {@link #attach} needs there
     */
    public String ticket() {
        return ticketFor(member.owner());
    }

    /**
     * The same, for a process that is known: it has this end from now on, and who waits at the other one learns of its
     * death even if it never gets the ticket.
     *
     * @param receiver the process, {@link Member#owner()}
     * @return what {@link #attach} needs there
     */
    public String ticketFor(int receiver) {
        checkOpen();
        holders.add(end, receiver);
        return member.segment().objects().sent(address) + " " + end + " " + duplex + " " + receiver;
    }

    /**
     * The same end, in a process to which it was sent.
     *
     * @param ticket from {@link #ticket()}; good for one process
     * @return open
     */
    public static PipeEnd attach(String ticket) {
        String[] parts = ticket.split(" ", -1);
        int number = Integer.parseInt(parts[1]);
        Member member = Member.current();
        long address = Long.parseLong(parts[0]);
        MemorySegment block = member.segment().block(address, ObjectTable.BODY + SIZE);
        PipeEnd end = new PipeEnd(member, address, block, number, Boolean.parseBoolean(parts[2]));
        end.holders.take(number, Integer.parseInt(parts[3]));
        return end;
    }

    /** Before this process is copied: the copy will have all that is open here. */
    private static void heirs(int heir) {
        for (PipeEnd end : opened()) {
            end.holders.add(end.end, heir);
        }
    }

    /**
     * Sends a message; waits for room.
     *
     * @param message its bytes
     * @return false where nobody has the other end any more
     * @throws UserFailure where this end is closed, or only receives
     */
    public boolean send(byte[] message) {
        checkOpen();
        if (!writable()) {
            throw new UserFailure("connection is read-only");
        }
        long mark = outgoing.mark();
        if (!holders.isOpen(1 - end)) {
            return false;
        }
        if (outgoing.offer(message)) {
            return true;
        }
        try (var _ = member.waiting(Verb.SEND, address)) {
            do {
                boolean _ = outgoing.awaitEmptied(mark, new Deadline(Deadline.SLICE), this::isOver);
                Deadline.checkStopped("send " + name());
                checkOpen();
                if (!holders.isHeld(1 - end)) {
                    return false;
                }
                mark = outgoing.mark();
            } while (!outgoing.offer(message));
            return true;
        }
    }

    /**
     * Sends a message if that can be done at once.
     *
     * @param message its bytes
     * @return false where there is no room, nobody has the other end any more, or this one may not send
     */
    public boolean sendNow(byte[] message) {
        return !closed && writable() && holders.isOpen(1 - end) && outgoing.offer(message);
    }

    /**
     * Takes the oldest message if there is one.
     *
     * @return its bytes; null where there is none, or this end may not receive
     */
    public byte @Nullable [] receiveNow() {
        return closed || !readable() ? null : incoming.pollSoon();
    }

    /**
     * Takes the oldest message; waits for one.
     *
     * @return its bytes; null at the end: there is none, and nobody has the other end any more
     * @throws UserFailure where this end is closed, or only sends
     */
    public byte @Nullable [] receive() {
        checkReadable();
        byte[] message = incoming.poll();
        if (message != null) {
            return message;
        }
        return await(Deadline.FOREVER) ? incoming.poll() : null;
    }

    /**
     * Whether a {@link #receive} would not wait: there is a message, or the end.
     *
     * @param nanos how long to wait for that; negative for as long as it takes
     * @return false where the time is up
     */
    public boolean poll(long nanos) {
        checkReadable();
        return incoming.count() > 0 || !holders.isOpen(1 - end) || (await(nanos) || isAtEnd());
    }

    /**
     * Waits for a message.
     *
     * @param nanos how long; negative for as long as it takes
     * @return false at the end, where there is none and nobody has the other end any more, and when the time is up
     */
    public boolean await(long nanos) {
        Deadline deadline = new Deadline(nanos);
        try (var _ = member.waiting(Verb.RECV, address)) {
            while (true) {
                boolean open = holders.isOpen(1 - end); // before the look: what was sent before a close is seen
                if (incoming.count() > 0) {
                    return true;
                }
                long slice = deadline.slice();
                if (!open || slice <= 0) {
                    return false;
                }
                boolean _ = incoming.awaitFilled(new Deadline(slice), this::isOver);
                if (incoming.count() == 0 && !holders.isHeld(1 - end)) {
                    return incoming.count() > 0;
                }
                Deadline.checkStopped("recv " + name());
                checkOpen();
                if (incoming.count() == 0) {
                    closeWhatWasThrownAway();
                }
            }
        }
    }

    /**
     * Only this process could still send: perhaps nothing in it can any more, because the other end was thrown away and
     * not closed. To know that costs a collection: once.
     */
    private void closeWhatWasThrownAway() {
        if (!searched && holders.isOnlyOf(1 - end, member.owner())) {
            searched = true;
            System.gc();
            List<PipeEnd> _ = opened();
        }
    }

    /** Nobody has the other end, or this one: what {@link #close} wakes for. */
    private boolean isOver() {
        return closed || !holders.isOpen(1 - end);
    }

    private boolean isAtEnd() {
        return !holders.isHeld(1 - end) && incoming.count() == 0;
    }

    /** Says that this process does not use this end any more. */
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        OPENED.remove(open);
        holders.remove(end, member.owner());
        outgoing.wakeAll(); // who receives there, or sends here, may be at the end now
        incoming.wakeAll();
    }

    /**
     * Gives the memory of both directions back; for the last one that has an end, in the whole session.
     *
     * @throws IllegalStateException where this end is open
     */
    public void free() {
        if (!closed) {
            throw new IllegalStateException("an end that is open is in use: pipe=" + name());
        }
        incoming.free();
        outgoing.free();
    }

    /**
     * Whether some process that lives has the other end.
     *
     * @return false for good once it is
     */
    public boolean isHeld() {
        return holders.isHeld(1 - end);
    }

    /** Before this process ends: closes all that it has open, so that others need not find out. */
    public static void closeAll() {
        opened().forEach(PipeEnd::close);
    }

    /**
     * Whether {@link #close} was called in this process.
     *
     * @return false at first
     */
    public boolean closed() {
        return closed;
    }

    /**
     * Whether it receives.
     *
     * @return false for the second end of a pipe that is not duplex
     */
    public boolean readable() {
        return duplex || end == 0;
    }

    /**
     * Whether it sends.
     *
     * @return false for the first end of a pipe that is not duplex
     */
    public boolean writable() {
        return duplex || end == 1;
    }

    /**
     * The pipe's name.
     *
     * @return as {@code Pipe-1}
     */
    public String name() {
        return member.segment().objects().name(address);
    }

    private void checkReadable() {
        checkOpen();
        if (!readable()) {
            throw new UserFailure("connection is write-only");
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new UserFailure("handle is closed");
        }
    }
}
