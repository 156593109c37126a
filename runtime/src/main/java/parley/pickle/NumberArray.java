package parley.pickle;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one type: Python's {@code array.array}. Unsigned ones are in the bits of Java's signed type.
 *
 * @param typecode one of {@code bBhHiIlLqQfd}, as in Python
 * @param values an array of the type in whose bits they are: {@code byte[]}, {@code short[]}, {@code int[]},
 *     {@code long[]}, {@code float[]} or {@code double[]}; not copied
 */
public record NumberArray(char typecode, Object values) implements java.io.Serializable {
    private static final String INTEGERS = "bhiq";
    private static final String MACHINE = "BbHhIiQqfd"; // from here on: how Python numbers the forms, see form()

    /**
     * Names the type.
     *
     * @throws IllegalArgumentException where Python's type has another size than Java's array, or there is none
     */
    public NumberArray {
        boolean right = switch (typecode) {
            case 'b', 'B' -> values instanceof byte[];
            case 'h', 'H' -> values instanceof short[];
            case 'i', 'I' -> values instanceof int[];
            case 'l', 'L' -> values instanceof long[] || values instanceof int[]; // Windows has short ones
            case 'q', 'Q' -> values instanceof long[];
            case 'f' -> values instanceof float[];
            case 'd' -> values instanceof double[];
            default -> false;
        };
        if (!right) {
            throw new IllegalArgumentException("typecode does not fit the numbers: typecode=" + typecode + ", numbers="
                    + values.getClass().getSimpleName());
        }
    }

    /** From little-endian, or big-endian, bytes in one of Python's forms; null where Java has no such type. */
    static @Nullable NumberArray read(char typecode, int form, byte[] bytes) {
        int kind = form < 2 ? form : 2 + (form - 2) / 2;
        if (kind < 0 || kind >= MACHINE.length() || "bBhHiIlLqQfd".indexOf(typecode) < 0) {
            return null;
        }
        char type = MACHINE.charAt(kind);
        ByteOrder order = form >= 2 && form % 2 == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer from = ByteBuffer.wrap(bytes).order(order);
        int size = size(type);
        boolean fits = Character.isLowerCase(type) == Character.isLowerCase(typecode)
                && bytes.length % size == 0
                && (size(typecode) == size || (Character.toLowerCase(typecode) == 'l' && size == 4))
                && "fd".indexOf(type) < 0 == "fd".indexOf(typecode) < 0;
        if (!fits) {
            return null;
        }
        Object values = switch (type) {
            case 'B', 'b' -> bytes.clone();
            case 'H', 'h' -> {
                short[] all = new short[bytes.length / 2];
                from.asShortBuffer().get(all);
                yield all;
            }
            case 'I', 'i' -> {
                int[] all = new int[bytes.length / 4];
                from.asIntBuffer().get(all);
                yield all;
            }
            case 'Q', 'q' -> {
                long[] all = new long[bytes.length / 8];
                from.asLongBuffer().get(all);
                yield all;
            }
            case 'f' -> {
                float[] all = new float[bytes.length / 4];
                from.asFloatBuffer().get(all);
                yield all;
            }
            default -> {
                double[] all = new double[bytes.length / 8];
                from.asDoubleBuffer().get(all);
                yield all;
            }
        };
        return new NumberArray(typecode, values);
    }

    /**
     * Numbers of a type, one by one.
     *
     * @param typecode one of {@code bBhHiIlLqQfd}
     * @param numbers copied; of those that are too large the low bits
     * @return null where there is no such type, or one of them is no number
     */
    public static @Nullable NumberArray of(char typecode, List<? extends @Nullable Object> numbers) {
        if ("bBhHiIlLqQfd".indexOf(typecode) < 0 || !numbers.stream().allMatch(each -> each instanceof Number)) {
            return null;
        }
        int size = size(typecode);
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(numbers.size(), size)).order(ByteOrder.LITTLE_ENDIAN);
        for (Object each : numbers) {
            Number number = (Number) Objects.requireNonNull(each);
            switch (typecode) {
                case 'f' -> bytes.putFloat(number.floatValue());
                case 'd' -> bytes.putDouble(number.doubleValue());
                default -> {
                    long bits = number.longValue();
                    for (int i = 0; i < size; i++) {
                        bytes.put((byte) (bits >>> 8 * i));
                    }
                }
            }
        }
        char type = typecode == 'l' ? 'q' : typecode == 'L' ? 'Q' : typecode;
        int kind = MACHINE.indexOf(type);
        return read(typecode, kind < 2 ? kind : 2 + (kind - 2) * 2, bytes.array());
    }

    /** The number of Python's form in which {@link #bytes()} are: little-endian, in Java's sizes. */
    int form() {
        int kind = switch (values) {
            case float[] _ -> MACHINE.indexOf('f');
            case double[] _ -> MACHINE.indexOf('d');
            default -> {
                char signed = INTEGERS.charAt(Integer.numberOfTrailingZeros(width()));
                yield MACHINE.indexOf(Character.isLowerCase(typecode) ? signed : Character.toUpperCase(signed));
            }
        };
        return kind < 2 ? kind : 2 + (kind - 2) * 2;
    }

    byte[] bytes() {
        ByteBuffer to = ByteBuffer.allocate(Math.multiplyExact(Array.getLength(values), width()))
                .order(ByteOrder.LITTLE_ENDIAN);
        switch (values) {
            case byte[] all -> to.put(all);
            case short[] all -> to.asShortBuffer().put(all);
            case int[] all -> to.asIntBuffer().put(all);
            case long[] all -> to.asLongBuffer().put(all);
            case float[] all -> to.asFloatBuffer().put(all);
            default -> to.asDoubleBuffer().put((double[]) values);
        }
        return to.array();
    }

    private int width() {
        return switch (values) {
            case byte[] _ -> 1;
            case short[] _ -> 2;
            case int[] _, float[] _ -> 4;
            default -> 8;
        };
    }

    private static int size(char type) {
        return switch (Character.toLowerCase(type)) {
            case 'b' -> 1;
            case 'h' -> 2;
            case 'i', 'f' -> 4;
            default -> 8;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NumberArray(char theirType, Object theirs)
                && typecode == theirType
                && Objects.deepEquals(values, theirs);
    }

    @Override
    public int hashCode() {
        return typecode * 31 + Array.getLength(values);
    }

    @Override
    public String toString() {
        return "array of " + Array.getLength(values) + " " + typecode;
    }
}
