package parley.sync;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import parley.memory.ObjectKind;
import parley.trace.UserFailure;

/**
 * Numbers of one type in shared memory: what {@link Value} and {@link Array} are, in both languages. Reads and writes are
 * not atomic together: who changes a number takes its lock.
 *
 * <pre>
 *   object header | 64 type code | 68 how many | 72 lock's address, 0 for none | 80 1 for a Lock, 2 for an RLock | 128 data
 * </pre>
 *
 * Any thread of any process of the session.
 */
public abstract sealed class Numbers extends SharedObject permits Value, Array {
    private static final long serialVersionUID = 1;
    private static final long CODE = BODY;
    private static final long COUNT = BODY + 4;
    private static final long LOCK = BODY + 8;
    private static final long LOCK_KIND = BODY + 16;
    private static final int PLAIN = 1;
    private static final int REENTRANT = 2;

    private final transient NumberType type;
    private final transient int count;
    private final transient MemorySegment data;
    private final transient @Nullable Guard lock;

    Numbers(ObjectKind kind, char typecode, int count, @Nullable Guard lock) {
        super(kind, 0, bytes(typecode, count));
        this.type = NumberType.of(typecode);
        this.count = count;
        this.lock = lock;
        INT.set(block, CODE, (int) typecode);
        INT.set(block, COUNT, count);
        LONG.set(block, LOCK, lock == null ? 0L : ((SharedObject) lock).here());
        INT.setVolatile(block, LOCK_KIND, lock instanceof Lock ? PLAIN : REENTRANT);
        this.data = more(bytes(typecode, count));
    }

    Numbers(ObjectKind kind, long address) {
        super(kind, address);
        char typecode = (char) (int) INT.getVolatile(block, CODE);
        this.type = NumberType.of(typecode);
        this.count = (int) INT.get(block, COUNT);
        this.data = more(bytes(typecode, count));
        long where = (long) LONG.get(block, LOCK);
        this.lock =
                where == 0 ? null : (int) INT.get(block, LOCK_KIND) == PLAIN ? Lock.attach(where) : RLock.attach(where);
    }

    @Override
    final void sendParts() {
        long _ = lock == null ? 0 : lock.address();
    }

    private static long bytes(char typecode, int count) {
        if (count < 0) {
            throw new UserFailure("size cannot be negative: size=" + count);
        }
        return (long) count * NumberType.of(typecode).size();
    }

    /**
     * The numbers of an object that another process made.
     *
     * @param kind {@code Value} or {@code Array}
     * @param address from {@link #address()}
     * @return usable here
     */
    public static Numbers attach(String kind, long address) {
        return kind.equals(ObjectKind.VALUE.toString()) ? Value.attach(address) : Array.attach(address);
    }

    /**
     * Its lock.
     *
     * @return what guards it, by custom
     * @throws UserFailure where it was made without one
     */
    public final Guard get_lock() {
        if (lock == null) {
            throw new UserFailure("made without a lock: name=" + name());
        }
        return lock;
    }

    /**
     * Whether it has a lock.
     *
     * @return false where it was made without
     */
    public final boolean hasLock() {
        return lock != null;
    }

    /**
     * What its numbers are.
     *
     * @return Python's type code
     */
    public final char typecode() {
        return type.code();
    }

    /**
     * The shared memory itself.
     *
     * @return as many bytes as all numbers take
     */
    public final MemorySegment segment() {
        return data;
    }

    @Override
    public final long place() {
        return data.address();
    }

    /**
     * One number, where they are integers.
     *
     * @param index from 0
     * @return its value; above 2^63 it shows as below 0
     */
    public final long integer(long index) {
        return type.integer(data, index);
    }

    /**
     * Sets one number, where they are integers: its lowest bits, as C does.
     *
     * @param index from 0
     * @param value its value
     */
    public final void integer(long index, long value) {
        type.integer(data, index, value);
    }

    /**
     * One number, where they are {@code f} or {@code d}.
     *
     * @param index from 0
     * @return its value
     */
    public final double real(long index) {
        return type.real(data, index);
    }

    /**
     * Sets one number, where they are {@code f} or {@code d}.
     *
     * @param index from 0
     * @param value its value
     */
    public final void real(long index, double value) {
        type.real(data, index, value);
    }

    final Number number(int index) {
        checkIndex(index);
        if (type.isReal()) {
            return type.real(data, index);
        }
        return type.integer(data, index);
    }

    final void number(int index, Number value) {
        checkIndex(index);
        if (type.isReal()) {
            type.real(data, index, value.doubleValue());
        } else {
            type.integer(data, index, value.longValue());
        }
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("no such number: index=" + index + ", size=" + count);
        }
    }

    /**
     * How many numbers it has.
     *
     * @return 1 for a {@link Value}
     */
    public final int size() {
        return count;
    }
}
