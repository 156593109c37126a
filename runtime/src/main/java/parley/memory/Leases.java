package parley.memory;

import static parley.memory.VarHandles.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import parley.fork.AtFork;
import parley.trace.Self;

/**
 * Objects of shared memory that this process has made: they go back to the heap when nobody can have them any more.
 *
 * <pre>
 *   create ─▶ hold ─ no view of it is left ─▶ dropped ─ a tenth of a second, some later create ─▶ sweep:
 *                                                 sent ─▶ stays: until the session ends
 *                                                 a younger process lives ─▶ later: it may be a copy that has it too
 *                                                 else ─▶ out of the object table, freed
 * </pre>
 *
 * Sent is what anybody asked the address of, here or in a copy: a message that holds it may be anywhere. What a process
 * made that has ended, stays. The rule forgets nothing that can be reached, and asks nobody. Any thread.
 */
final class Leases {
    private static final int CREATIONS = 256; // between two looks
    private static final long QUARANTINE = 100_000_000; // nanoseconds: compiled code may be about to read it

    private static final Queue<Lease> DROPPED = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger CREATED = new AtomicInteger();
    private static volatile boolean sweeping;

    static {
        AtFork.inChild(() -> {
            DROPPED.clear(); // the original's
            sweeping = false;
        });
    }

    private Leases() {}

    /** One object: whose, where, how large, made when. */
    private record Lease(
            Segment segment, long pid, long address, long size, long birth, Runnable parts, long[] droppedAt) {
        void drop() {
            droppedAt[0] = System.nanoTime();
            DROPPED.add(this);
        }

        boolean isRipe(long now) {
            return now - droppedAt[0] > QUARANTINE;
        }

        MemorySegment header() {
            return segment.block(address, ObjectTable.BODY);
        }
    }

    /** A view of a whole object that this process made just now; all that use it take theirs from it. */
    @SuppressWarnings("restricted")
    static MemorySegment hold(Segment segment, long address, long size, Runnable parts) {
        long birth = segment.processes().claims();
        var lease = new Lease(segment, Self.pid(), address, size, birth, parts, new long[1]);
        return segment.block(address, size).reinterpret(Arena.ofAuto(), view -> lease.drop()); // which keeps it mapped
    }

    /** Now and then, by who makes something: frees what can be freed. */
    static void created(Segment segment, int me) {
        if (CREATED.incrementAndGet() % CREATIONS == 0) {
            sweep(segment, me);
        }
    }

    static void sweep(Segment segment, int me) {
        Lease first = DROPPED.peek();
        if (first == null || !first.isRipe(System.nanoTime())) {
            return;
        }
        synchronized (Leases.class) {
            if (sweeping) {
                return;
            }
            sweeping = true;
        }
        try {
            List<Lease> ripe = ripe(segment);
            if (!ripe.isEmpty()) {
                free(segment, ripe, me);
            }
        } finally {
            sweeping = false;
        }
    }

    private static List<Lease> ripe(Segment segment) {
        long now = System.nanoTime();
        long youngest = segment.processes().youngest(Self.pid());
        List<Lease> ripe = new ArrayList<>();
        List<Lease> later = new ArrayList<>();
        for (Lease lease = DROPPED.peek(); lease != null && lease.isRipe(now); lease = DROPPED.peek()) {
            DROPPED.remove();
            boolean mine = lease.pid == Self.pid() && lease.segment == segment;
            if (mine && !segment.objects().isSent(lease.address)) {
                (youngest <= lease.birth ? ripe : later).add(lease);
            }
        }
        for (Lease lease : later) {
            lease.drop();
        }
        return ripe;
    }

    private static void free(Segment segment, List<Lease> ripe, int me) {
        ripe.forEach(lease -> INT.setVolatile(lease.header(), ObjectTable.FLAGS, ObjectTable.DROPPED));
        segment.objects().unlinkDropped(me);
        for (Lease lease : ripe) {
            try {
                lease.parts.run();
            } catch (RuntimeException e) {
                continue; // a file in it is gone: it is not worth more than its memory
            }
            segment.free(lease.address, lease.size, me);
        }
    }
}
