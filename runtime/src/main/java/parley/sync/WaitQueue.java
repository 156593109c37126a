package parley.sync;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import parley.memory.Deadline;
import parley.memory.Futex;
import parley.memory.Member;
import parley.memory.Mutex;

/**
 * Those who wait for a {@link Condition}, first come first woken. Each has a node of its own, so that exactly those are
 * woken who waited, and one that was killed or has given up takes nobody's turn.
 *
 * <pre>
 *   queue   0 mutex | 8 first node                      under the mutex; the list is whole after each store,
 *   node    0 next node | 8 owner | 12 state            so whoever is killed inside leaves it whole
 *
 *   enter ─▶ WAITING in the list ─ wake ─▶ WOKEN, out of the list ─▶ leave: the node is freed
 *                                └ time is up, stopped ─▶ leave: out of the list, freed
 *                                └ killed ─▶ the next wake drops it
 * </pre>
 *
 * Any thread.
 */
final class WaitQueue {
    private static final long MUTEX = 0;
    private static final long HEAD = 8;

    private static final long NODE = 64;
    private static final long NEXT = 0;
    private static final long OWNER = 8;
    private static final long STATE = 12;
    private static final int WAITING = 0;
    private static final int WOKEN = 1;

    private final Member member;
    private final MemorySegment block;

    /** Over 16 bytes at {@code offset}. */
    WaitQueue(Member member, MemorySegment block, long offset) {
        this.member = member;
        this.block = block.asSlice(offset, 16);
    }

    /** Stands in line; gives the node. */
    long enter() {
        long address = member.segment().allocate(NODE, member.owner());
        INT.setVolatile(node(address), OWNER, member.owner());
        lock();
        try {
            MemorySegment holder = block;
            long link = HEAD;
            for (long at = (long) LONG.getVolatile(holder, link); at != 0; at = (long) LONG.getVolatile(holder, link)) {
                holder = node(at);
                link = NEXT;
            }
            LONG.setVolatile(holder, link, address);
        } finally {
            unlock();
        }
        return address;
    }

    /** Waits until the node is woken or the time is up. */
    void await(long address, Deadline deadline, String what) {
        MemorySegment node = node(address);
        while ((int) INT.getVolatile(node, STATE) == WAITING) {
            long slice = deadline.slice();
            if (slice <= 0) {
                return;
            }
            Futex.await(node, STATE, WAITING, slice);
            Deadline.checkStopped(what);
        }
    }

    /** Leaves the line; says whether it was woken. */
    boolean leave(long address) {
        lock();
        try {
            unlink(address);
        } finally {
            unlock();
        }
        boolean woken = (int) INT.getVolatile(node(address), STATE) == WOKEN;
        member.segment().free(address, NODE, member.owner());
        return woken;
    }

    /** Wakes those who came first; says how many. */
    int wake(int most) {
        int count = 0;
        lock();
        try {
            for (long at = first(); at != 0 && count < most; at = first()) {
                MemorySegment node = node(at);
                LONG.setVolatile(block, HEAD, (long) LONG.getVolatile(node, NEXT));
                if (lives((int) INT.getVolatile(node, OWNER))) {
                    INT.setVolatile(node, STATE, WOKEN);
                    Futex.wake(node, STATE, 1);
                    count++;
                } else {
                    member.segment().free(at, NODE, member.owner());
                }
            }
        } finally {
            unlock();
        }
        return count;
    }

    /** How many stand in line. */
    int size() {
        int count = 0;
        lock();
        try {
            for (long at = first(); at != 0; at = (long) LONG.getVolatile(node(at), NEXT)) {
                count++;
            }
        } finally {
            unlock();
        }
        return count;
    }

    private boolean lives(int owner) {
        return owner == member.owner() || member.segment().processes().isAlive(owner);
    }

    private void unlink(long address) {
        MemorySegment holder = block;
        long link = HEAD;
        for (long at = (long) LONG.getVolatile(holder, link); at != 0; at = (long) LONG.getVolatile(holder, link)) {
            if (at == address) {
                LONG.setVolatile(holder, link, (long) LONG.getVolatile(node(at), NEXT));
                return;
            }
            holder = node(at);
            link = NEXT;
        }
    }

    private long first() {
        return (long) LONG.getVolatile(block, HEAD);
    }

    private void lock() {
        Mutex.lock(member.segment(), block, MUTEX, member.owner());
    }

    private void unlock() {
        Mutex.unlock(block, MUTEX);
    }

    private MemorySegment node(long address) {
        return member.segment().block(address, NODE);
    }
}
