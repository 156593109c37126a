package parley.channel;

import static parley.memory.VarHandles.INT;

import java.lang.foreign.MemorySegment;
import parley.memory.Deadline;
import parley.memory.Futex;
import parley.memory.Member;
import parley.memory.Verb;
import parley.trace.UserFailure;

/**
 * How many of a queue's items somebody has put and nobody has said to be done: what makes it joinable. One word, behind
 * the ring. Any thread of any process of the session.
 */
public final class Unfinished {
    /** Its bytes. */
    static final long SIZE = 64;

    private final Member member;
    private final MemorySegment block;
    private final long address; // of the queue

    Unfinished(Member member, long address, MemorySegment block) {
        this.member = member;
        this.address = address;
        this.block = block;
    }

    /** One more; before it is put, so that nobody finds it done before it counts. */
    public void add() {
        INT.getAndAdd(block, 0L, 1);
    }

    /**
     * One less.
     *
     * @throws UserFailure where there is none
     */
    public void done() {
        int count;
        do {
            count = count();
            if (count <= 0) {
                throw new UserFailure("task_done() called too many times");
            }
        } while (!INT.compareAndSet(block, 0L, count, count - 1));
        if (count == 1) {
            Futex.wake(block, 0, Integer.MAX_VALUE);
        }
    }

    /** Waits until there is none. */
    public void join() {
        try (var _ = member.waiting(Verb.JOIN_QUEUE, address)) {
            for (int count = count(); count > 0; count = count()) {
                Futex.await(block, 0, count, Deadline.SLICE);
                Deadline.checkStopped("join " + member.segment().objects().name(address));
            }
        }
    }

    /**
     * How many there are.
     *
     * @return at this instant
     */
    public int count() {
        return (int) INT.getVolatile(block, 0L);
    }
}
