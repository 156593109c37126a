package parley.memory;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The objects that processes share: a list through their headers, newest first, drawn in the package's description.
 */
public final class ObjectTable {
    /** Where the body of an object starts, from its address. */
    public static final long BODY = 64;

    private static final long NEXT = 0;
    private static final long KIND = 8;
    private static final long NUMBER = 12;
    private static final long OWNER = 16;
    static final long FLAGS = 20;
    private static final long LABEL = 24;
    private static final int LABEL_SIZE = 40;
    private static final long NEWEST = 32;
    private static final long SWEEP_MUTEX = 40;
    private static final long SWEEPS = 44;
    private static final long COUNTERS = 64;
    private static final int SENT = 1;
    static final int DROPPED = 2;
    private static final ObjectKind[] KINDS = ObjectKind.values();

    private final Segment segment;
    private final MemorySegment first;

    ObjectTable(Segment segment, MemorySegment first) {
        this.segment = segment;
        this.first = first;
    }

    /**
     * Makes an object: a header and a body of zeros.
     *
     * @param kind what it is
     * @param bodySize in bytes
     * @param me this process, {@link Member#owner()}
     * @return its address
     */
    public long create(ObjectKind kind, long bodySize, int me) {
        long address = segment.allocate(BODY + bodySize, me);
        MemorySegment header = segment.block(address, BODY);
        INT.set(header, KIND, kind.ordinal());
        INT.set(header, NUMBER, (int) INT.getAndAdd(first, COUNTERS + 4L * kind.ordinal(), 1) + 1);
        INT.set(header, OWNER, me);
        long newest;
        do { // published by one store: a process killed before it leaves an object that nobody sees
            newest = (long) LONG.getVolatile(first, NEWEST);
            LONG.set(header, NEXT, newest);
        } while (!LONG.compareAndSet(first, NEWEST, newest, address));
        Leases.created(segment, me);
        return address;
    }

    /**
     * A view of an object that this process made just now. When no view of it is left, here or in a copy of this process,
     * and its address was never {@link #sent}, it goes back to the heap.
     *
     * @param address of the object
     * @param bodySize as it was created
     * @param parts gives back what belongs to it, before it goes; must not hold a view of it
     * @return header and body
     */
    public MemorySegment hold(long address, long bodySize, Runnable parts) {
        return Leases.hold(segment, address, BODY + bodySize, parts);
    }

    /**
     * Says that an object's address goes somewhere: from now on it stays until the session ends.
     *
     * @param address of the object
     * @return the same
     */
    public long sent(long address) {
        INT.setVolatile(segment.block(address, BODY), FLAGS, SENT);
        return address;
    }

    boolean isSent(long address) {
        return (int) INT.getVolatile(segment.block(address, BODY), FLAGS) == SENT;
    }

    /** Takes out of the list what is marked as dropped. The list is whole after each store; who looks begins anew. */
    void unlinkDropped(int me) {
        Mutex.lock(segment, first, SWEEP_MUTEX, me);
        try {
            MemorySegment holder = first;
            long link = NEWEST;
            for (long at = (long) LONG.getVolatile(holder, link); at != 0; at = (long) LONG.getVolatile(holder, link)) {
                MemorySegment header = segment.block(at, BODY);
                if ((int) INT.getVolatile(header, FLAGS) != DROPPED) {
                    holder = header;
                    link = NEXT;
                } else if (!LONG.compareAndSet(holder, link, at, (long) LONG.getVolatile(header, NEXT))) {
                    holder = first; // a newer one has come
                    link = NEWEST;
                }
            }
            INT.getAndAdd(first, SWEEPS, 1);
        } finally {
            Mutex.unlock(first, SWEEP_MUTEX);
        }
    }

    /**
     * The name of an object.
     *
     * @param address of the object
     * @return as {@code Queue-1}
     */
    public String name(long address) {
        MemorySegment header = segment.block(address, BODY);
        int kind = (int) INT.get(header, KIND);
        return kind < 0 || kind >= KINDS.length ? "gone" : KINDS[kind] + "-" + (int) INT.get(header, NUMBER);
    }

    /**
     * The session variable that held an object last.
     *
     * @param address of the object
     * @return its name, or empty
     */
    public String label(long address) {
        return Texts.read(segment.block(address, BODY), LABEL, LABEL_SIZE);
    }

    /**
     * Notes which session variables hold which objects; objects in no variable lose their label.
     *
     * @param variables variable to object name, as {@code q → Queue-1}
     */
    public void label(Map<String, String> variables) {
        Mutex.lock(segment, first, SWEEP_MUTEX, Member.currentOwner()); // what is in the list stays meanwhile
        try {
            for (ObjectKind kind : KINDS) {
                all(kind).forEach(address -> label(address, variables));
            }
        } finally {
            Mutex.unlock(first, SWEEP_MUTEX);
        }
    }

    private void label(long address, Map<String, String> variables) {
        String name = name(address);
        String label = "";
        for (var entry : variables.entrySet()) {
            if (entry.getValue().equals(name)) {
                label = entry.getKey();
                break;
            }
        }
        if (!label.equals(label(address))) {
            Texts.write(segment.block(address, BODY), LABEL, LABEL_SIZE, label);
        }
    }

    /**
     * Finds an object by its name or its label.
     *
     * @param kind what it is
     * @param nameOrLabel {@code Queue-1} or {@code q}
     * @return its address, or 0
     */
    public long find(ObjectKind kind, String nameOrLabel) {
        for (long address : all(kind)) {
            if (nameOrLabel.equals(label(address)) || nameOrLabel.equals(name(address))) {
                return address;
            }
        }
        return 0;
    }

    /**
     * All objects of a kind, oldest first.
     *
     * @param kind what they are
     * @return addresses
     */
    public List<Long> all(ObjectKind kind) {
        while (true) {
            int sweeps = (int) INT.getVolatile(first, SWEEPS);
            List<Long> found = new ArrayList<>();
            long address = (long) LONG.getVolatile(first, NEWEST);
            while (address != 0 && sweeps == (int) INT.getVolatile(first, SWEEPS)) { // else it may lead astray
                MemorySegment header = segment.block(address, BODY);
                if ((int) INT.get(header, KIND) == kind.ordinal()) {
                    found.add(address);
                }
                address = (long) LONG.getVolatile(header, NEXT);
            }
            if (address == 0 && sweeps == (int) INT.getVolatile(first, SWEEPS)) {
                Collections.reverse(found);
                return found;
            }
        }
    }

    /**
     * A look at some objects that may be given back meanwhile: then it is done again.
     *
     * @param look at what {@link #all} or {@link #find} gives
     * @param <T> what it gives
     * @return what was so at one time
     */
    public <T> T look(Supplier<T> look) {
        while (true) {
            int sweeps = (int) INT.getVolatile(first, SWEEPS);
            try {
                T seen = look.get();
                if (sweeps == (int) INT.getVolatile(first, SWEEPS)) {
                    return seen;
                }
            } catch (RuntimeException e) {
                if (sweeps == (int) INT.getVolatile(first, SWEEPS)) {
                    throw e;
                }
            }
        }
    }
}
