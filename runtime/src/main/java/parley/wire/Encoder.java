package parley.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes values into a growing buffer. A container announces its count, then its elements follow, one call each.
 * For one thread at a time.
 */
public final class Encoder {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] buffer = new byte[64];
    private int length;

    /** Starts empty. */
    public Encoder() {}

    /**
     * Starts with some zeros, for who needs room before the value.
     *
     * @param prefix how many, at most 64
     */
    public Encoder(int prefix) {
        length = prefix;
    }

    /**
     * Appends None, Java's null.
     *
     * @return this
     */
    public Encoder none() {
        return tag(Tag.NONE, 0);
    }

    /**
     * Appends a truth value.
     *
     * @param value true or false
     * @return this
     */
    public Encoder bool(boolean value) {
        return tag(value ? Tag.TRUE : Tag.FALSE, 0);
    }

    /**
     * Appends an integer.
     *
     * @param value any 64-bit value
     * @return this
     */
    public Encoder integer(long value) {
        if (value == (int) value) {
            return tag(Tag.INT32, 4).int32((int) value);
        }
        return tag(Tag.INT64, 8).int64(value);
    }

    /**
     * Appends an integer in 64 bits, also where fewer would do: Java tells {@code Long} from {@code Integer}.
     *
     * @param value any 64-bit value
     * @return this
     */
    public Encoder wide(long value) {
        return tag(Tag.INT64, 8).int64(value);
    }

    /**
     * Appends an integer of any size.
     *
     * @param value the integer
     * @return this
     */
    public Encoder integer(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return integer(value.longValue());
        }
        return wide(value);
    }

    /**
     * Appends an integer as one of any size, also where 64 bits would do: Java tells {@code BigInteger} from
     * {@code Long}.
     *
     * @param value the integer
     * @return this
     */
    public Encoder wide(BigInteger value) {
        byte[] magnitude = value.toByteArray();
        return tag(Tag.BIG, 4L + magnitude.length).int32(magnitude.length).raw(magnitude);
    }

    /**
     * Appends a float.
     *
     * @param value 64 bits, every bit kept
     * @return this
     */
    public Encoder real(double value) {
        tag(Tag.FLOAT, 8);
        return float64(value);
    }

    /**
     * Appends a complex number.
     *
     * @param real its real part
     * @param imaginary its imaginary part
     * @return this
     */
    public Encoder complex(double real, double imaginary) {
        tag(Tag.COMPLEX, 16);
        return float64(real).float64(imaginary);
    }

    /**
     * Appends a text. Surrogates without a partner, which Python's {@code str} may hold, are kept.
     *
     * @param value any text
     * @return this
     */
    public Encoder text(String value) {
        boolean lone = hasLoneSurrogate(value);
        byte[] form = value.getBytes(lone ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
        if (lone) { // the charset would replace them: write the code units as they are
            for (int i = 0; i < value.length(); i++) {
                form[2 * i] = (byte) value.charAt(i);
                form[2 * i + 1] = (byte) (value.charAt(i) >>> 8);
            }
        }
        return tag(lone ? Tag.STR16 : Tag.STR, 4L + form.length)
                .int32(form.length)
                .raw(form);
    }

    /**
     * Appends bytes.
     *
     * @param value copied
     * @return this
     */
    public Encoder bytes(byte[] value) {
        return bytes(value, value.length);
    }

    /**
     * Appends bytes.
     *
     * @param value copied
     * @param count how many of them, from the first
     * @return this
     */
    public Encoder bytes(byte[] value, int count) {
        return tag(Tag.BYTES, 4L + count).int32(count).raw(value, count);
    }

    /**
     * Announces a list.
     *
     * @param count how many values follow
     * @return this
     */
    public Encoder list(int count) {
        return tag(Tag.LIST, 4).int32(count);
    }

    /**
     * Announces a tuple.
     *
     * @param count how many values follow
     * @return this
     */
    public Encoder tuple(int count) {
        return tag(Tag.TUPLE, 4).int32(count);
    }

    /**
     * Announces a set.
     *
     * @param count how many values follow
     * @return this
     */
    public Encoder set(int count) {
        return tag(Tag.SET, 4).int32(count);
    }

    /**
     * Announces a set that cannot change.
     *
     * @param count how many values follow
     * @return this
     */
    public Encoder frozenset(int count) {
        return tag(Tag.FROZENSET, 4).int32(count);
    }

    /**
     * Announces a dict.
     *
     * @param count how many pairs follow: key, value, key, value
     * @return this
     */
    public Encoder dict(int count) {
        return tag(Tag.DICT, 4).int32(count);
    }

    /**
     * Announces a value with a hint for readers of one language; all others read the value alone.
     *
     * @param language who understands the hint
     * @param hint what the value was exactly: {@code char}, {@code java.util.TreeMap}
     * @return this; the value follows
     */
    public Encoder hinted(String language, String hint) {
        return tag(Tag.HINTED, 0).text(language).text(hint);
    }

    /**
     * Appends an object of one language in that language's own form.
     *
     * @param language who can read it
     * @param label a short text for inspectors
     * @param form its bytes, copied
     * @return this
     */
    public Encoder opaque(String language, String label, byte[] form) {
        return tag(Tag.OPAQUE, 0).text(language).text(label).bytes(form);
    }

    /**
     * Appends an object of the runtime, which stays where it is.
     *
     * @param kind what it is: {@code Queue}, {@code Lock}
     * @param address where it is in shared memory
     * @return this
     */
    public Encoder portable(String kind, long address) {
        return tag(Tag.PORTABLE, 0).text(kind).integer(address);
    }

    /**
     * What was written; nothing may be appended any more.
     *
     * @return all of it
     */
    public byte[] toBytes() {
        return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
    }

    private static boolean hasLoneSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!paired) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private Encoder tag(byte tag, long body) {
        long wanted = length + 1L + body;
        if (wanted > buffer.length) {
            if (wanted > Integer.MAX_VALUE - 16) {
                throw new IllegalArgumentException("a message must be shorter than 2 GiB: bytes=" + wanted);
            }
            buffer = Arrays.copyOf(
                    buffer, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(wanted, buffer.length * 2L)));
        }
        buffer[length++] = tag;
        return this;
    }

    private Encoder int32(int value) {
        INT.set(buffer, length, value);
        length += 4;
        return this;
    }

    private Encoder int64(long value) {
        LONG.set(buffer, length, value);
        length += 8;
        return this;
    }

    private Encoder float64(double value) {
        DOUBLE.set(buffer, length, value);
        length += 8;
        return this;
    }

    private Encoder raw(byte[] value) {
        return raw(value, value.length);
    }

    private Encoder raw(byte[] value, int count) {
        System.arraycopy(value, 0, buffer, length, count);
        length += count;
        return this;
    }
}
