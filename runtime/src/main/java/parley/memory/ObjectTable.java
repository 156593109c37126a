package parley.memory;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

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
    private static final long LABEL = 24;
    private static final int LABEL_SIZE = 40;
    private static final long NEWEST = 32;
    private static final long COUNTERS = 64;
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
        return address;
    }

    /**
     * The name of an object.
     *
     * @param address of the object
     * @return as {@code Queue-1}
     */
    public String name(long address) {
        MemorySegment header = segment.block(address, BODY);
        return KINDS[(int) INT.get(header, KIND)] + "-" + (int) INT.get(header, NUMBER);
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
        for (ObjectKind kind : KINDS) {
            for (long address : all(kind)) {
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
        List<Long> found = new ArrayList<>();
        long address = (long) LONG.getVolatile(first, NEWEST);
        while (address != 0) {
            MemorySegment header = segment.block(address, BODY);
            if ((int) INT.get(header, KIND) == kind.ordinal()) {
                found.add(address);
            }
            address = (long) LONG.get(header, NEXT);
        }
        Collections.reverse(found);
        return found;
    }
}
