package parley.channel;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import parley.memory.Member;
import parley.memory.Mutex;

/**
 * Which processes have an end of a pipe open: without it nobody would know that the last one is gone. A node for each
 * process and each time it has the end; one that is on its way to another process is still its sender's.
 *
 * <pre>
 *   0 mutex | 4 how many have end 0 | 8 end 1 | 16 first node of end 0 | 24 of end 1           SIZE bytes
 *   node    0 next node | 8 owner
 * </pre>
 *
 * Who was killed is dropped when somebody looks ({@link #isHeld}). The lists are whole after each store. Any thread.
 */
final class Holders {
    static final long SIZE = 64;

    private static final long MUTEX = 0;
    private static final long COUNT = 4;
    private static final long FIRST = 16;
    private static final long NODE = 64;
    private static final long NEXT = 0;
    private static final long OWNER = 8;

    private final Member member;
    private final MemorySegment block;

    Holders(Member member, MemorySegment block) {
        this.member = member;
        this.block = block;
    }

    /** When only the dead can have it any more. */
    void forgetDead() {
        for (int end = 0; end < 2; end++) {
            boolean _ = isHeld(end);
        }
    }

    /** One more for a process. */
    void add(int end, int owner) {
        long address = member.segment().allocate(NODE, member.owner());
        MemorySegment node = node(address);
        INT.set(node, OWNER, owner);
        lock();
        try {
            LONG.setVolatile(node, NEXT, first(end));
            LONG.setVolatile(block, FIRST + 8L * end, address);
            count(end, 1);
        } finally {
            unlock();
        }
    }

    /** One less for a process. */
    void remove(int end, int owner) {
        lock();
        try {
            MemorySegment holder = block;
            long link = FIRST + 8L * end;
            for (long at = first(end); at != 0; at = (long) LONG.getVolatile(holder, link)) {
                if ((int) INT.getVolatile(node(at), OWNER) == owner) {
                    drop(end, holder, link, at);
                    return;
                }
                holder = node(at);
                link = NEXT;
            }
        } finally {
            unlock();
        }
    }

    /** One of {@code from} is now this process's; where there is none any more, this process gets one of its own. */
    void take(int end, int from) {
        lock();
        try {
            for (long at = first(end); at != 0; at = (long) LONG.getVolatile(node(at), NEXT)) {
                if ((int) INT.getVolatile(node(at), OWNER) == from) {
                    INT.setVolatile(node(at), OWNER, member.owner());
                    return;
                }
            }
        } finally {
            unlock();
        }
        add(end, member.owner());
    }

    /** Whether some process said that it has the end; it may have been killed. */
    boolean isOpen(int end) {
        return (int) INT.getVolatile(block, COUNT + 4L * end) > 0;
    }

    /** Whether some process that lives has the end; forgets those that do not. */
    boolean isHeld(int end) {
        lock();
        try {
            MemorySegment holder = block;
            long link = FIRST + 8L * end;
            for (long at = first(end); at != 0; at = (long) LONG.getVolatile(holder, link)) {
                int owner = (int) INT.getVolatile(node(at), OWNER);
                if (owner == member.owner() || member.segment().processes().isAlive(owner)) {
                    return true;
                }
                drop(end, holder, link, at);
            }
            return false;
        } finally {
            unlock();
        }
    }

    /** Whether a process has the end, and no other one. */
    boolean isOnlyOf(int end, int owner) {
        lock();
        try {
            long at = first(end);
            boolean found = at != 0;
            for (; at != 0 && found; at = (long) LONG.getVolatile(node(at), NEXT)) {
                found = (int) INT.getVolatile(node(at), OWNER) == owner;
            }
            return found;
        } finally {
            unlock();
        }
    }

    private void drop(int end, MemorySegment holder, long link, long address) {
        LONG.setVolatile(holder, link, (long) LONG.getVolatile(node(address), NEXT));
        count(end, -1);
        member.segment().free(address, NODE, member.owner());
    }

    private void count(int end, int more) {
        INT.setVolatile(block, COUNT + 4L * end, (int) INT.getVolatile(block, COUNT + 4L * end) + more);
    }

    private long first(int end) {
        return (long) LONG.getVolatile(block, FIRST + 8L * end);
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
