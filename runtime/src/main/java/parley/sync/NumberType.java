package parley.sync;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import parley.trace.UserFailure;

/** How a number lies in shared memory: Python's type codes, in the sizes of C on 64-bit Linux; little endian as there. */
enum NumberType {
    CHAR('c', 1, Form.UNSIGNED),
    WIDE_CHAR('u', 4, Form.UNSIGNED),
    BOOL('?', 1, Form.UNSIGNED),
    BYTE('b', 1, Form.SIGNED),
    UNSIGNED_BYTE('B', 1, Form.UNSIGNED),
    SHORT('h', 2, Form.SIGNED),
    UNSIGNED_SHORT('H', 2, Form.UNSIGNED),
    INT('i', 4, Form.SIGNED),
    UNSIGNED_INT('I', 4, Form.UNSIGNED),
    LONG('l', 8, Form.SIGNED),
    UNSIGNED_LONG('L', 8, Form.SIGNED), // Java has no wider one: above 2^63 it shows as below 0
    LONG_LONG('q', 8, Form.SIGNED),
    UNSIGNED_LONG_LONG('Q', 8, Form.SIGNED),
    FLOAT('f', 4, Form.REAL),
    DOUBLE('d', 8, Form.REAL);

    /** What is read. */
    enum Form {
        SIGNED,
        UNSIGNED,
        REAL
    }

    private static final NumberType[] ALL = values();

    private final char code;
    private final int size;
    private final Form form;

    NumberType(char code, int size, Form form) {
        this.code = code;
        this.size = size;
        this.form = form;
    }

    static NumberType of(char code) {
        for (NumberType type : ALL) {
            if (type.code == code) {
                return type;
            }
        }
        throw new UserFailure("no such type code: code=" + code + "\nMaybe one of c u b B h H i I l L q Q f d");
    }

    char code() {
        return code;
    }

    int size() {
        return size;
    }

    boolean isReal() {
        return form == Form.REAL;
    }

    long integer(MemorySegment data, long index) {
        return switch (size) {
            case 1 -> {
                byte value = data.get(ValueLayout.JAVA_BYTE, index);
                yield form == Form.UNSIGNED ? value & 0xffL : value;
            }
            case 2 -> {
                short value = data.getAtIndex(ValueLayout.JAVA_SHORT, index);
                yield form == Form.UNSIGNED ? value & 0xffffL : value;
            }
            case 4 -> {
                int value = data.getAtIndex(ValueLayout.JAVA_INT, index);
                yield form == Form.UNSIGNED ? value & 0xffff_ffffL : value;
            }
            default -> data.getAtIndex(ValueLayout.JAVA_LONG, index);
        };
    }

    /** The lowest bits, as C does. */
    void integer(MemorySegment data, long index, long value) {
        switch (size) {
            case 1 -> data.set(ValueLayout.JAVA_BYTE, index, (byte) value);
            case 2 -> data.setAtIndex(ValueLayout.JAVA_SHORT, index, (short) value);
            case 4 -> data.setAtIndex(ValueLayout.JAVA_INT, index, (int) value);
            default -> data.setAtIndex(ValueLayout.JAVA_LONG, index, value);
        }
    }

    double real(MemorySegment data, long index) {
        return size == 4
                ? data.getAtIndex(ValueLayout.JAVA_FLOAT, index)
                : data.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    }

    void real(MemorySegment data, long index, double value) {
        if (size == 4) {
            data.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
        } else {
            data.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
        }
    }
}
