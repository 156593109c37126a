package parley.sync;

import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import parley.memory.Member;
import parley.memory.ObjectKind;
import parley.memory.ObjectTable;
import parley.trace.Named;
import parley.wire.Portable;
import parley.wire.PortableKind;

/** What all objects of this package are: a block in shared memory that travels as its address. */
abstract class SharedObject implements Portable, Named, Serializable {
    private static final long serialVersionUID = 1;

    static final long BODY = ObjectTable.BODY;
    static final long SIZE = 64;

    final transient Member member;
    final transient MemorySegment block;
    private final transient MemorySegment whole;
    private final transient ObjectKind kind;
    private final transient long address;

    /** A new one where {@code address} is 0; its body is zeros. */
    SharedObject(ObjectKind kind, long address) {
        this(kind, address, 0);
    }

    /** The same with further bytes behind the {@link #SIZE} that all have. */
    SharedObject(ObjectKind kind, long address, long more) {
        this.member = Member.current();
        this.kind = kind;
        ObjectTable objects = member.segment().objects();
        if (address == 0) {
            this.address = objects.create(kind, SIZE + more, member.owner());
            this.whole = objects.hold(this.address, SIZE + more, () -> {});
        } else {
            this.address = address;
            this.whole = member.segment().block(address, BODY + SIZE + more);
        }
        this.block = whole.asSlice(0, BODY + SIZE);
    }

    @Override
    public final String name() {
        return member.segment().objects().name(address);
    }

    @Override
    public final String kind() {
        return kind.toString();
    }

    /** It may travel from now on, so it stays until the session ends, and so does what it is made of. */
    @Override
    public final long address() {
        sendParts();
        return member.segment().objects().sent(address);
    }

    /** Where it is, for this process only. */
    final long here() {
        return address;
    }

    /** Asks other objects for their address whose address this one holds. */
    void sendParts() {}

    /** What lies behind the bytes that all have, so long. */
    final MemorySegment more(long size) {
        return whole.byteSize() >= BODY + SIZE + size
                ? whole.asSlice(BODY + SIZE, size)
                : member.segment().block(address + BODY + SIZE, size);
    }

    /**
     * Where its own data starts, for who reaches it without this object.
     *
     * @return an address of this process and of its copies
     */
    public long place() {
        return block.address() + BODY;
    }

    @Serial
    final Object writeReplace() {
        return new Travelling(kind(), address());
    }

    private record Travelling(String kind, long address) implements Serializable {
        @Serial
        private Object readResolve() {
            return PortableKind.of(kind, address);
        }
    }
}
