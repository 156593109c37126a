package parley.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads values that an {@link Encoder} wrote. Reading runs no code of the data's choice, and takes no more memory
 * than a small multiple of the bytes. For one thread at a time.
 */
public final class Decoder {
    /** Deeper nesting is refused before it exhausts the stack. */
    private static final int DEEPEST = 1000;

    /** Room made ahead for values: broken counts, nested a thousand deep, would multiply a larger one. */
    private static final int FORESEEN = 64;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;
    private int depth;

    /**
     * Reads from the start of {@code bytes}.
     *
     * @param bytes not copied, not changed
     */
    public Decoder(byte[] bytes) {
        this(bytes, 0);
    }

    /**
     * Reads from somewhere in {@code bytes}.
     *
     * @param bytes not copied, not changed
     * @param start where
     */
    public Decoder(byte[] bytes, int start) {
        this.bytes = bytes;
        this.at = start;
    }

    /**
     * Whether another value follows.
     *
     * @return false at the end
     */
    public boolean hasMore() {
        return at < bytes.length;
    }

    /**
     * Reads one value.
     *
     * @param maker builds it
     * @param <T> the reader's type
     * @return the value
     * @throws IllegalArgumentException where the bytes are no value
     */
    public <T extends @Nullable Object> T read(Maker<T> maker) {
        byte tag = bytes[need(1)];
        return switch (tag) {
            case Tag.NONE -> maker.none();
            case Tag.TRUE -> maker.bool(true);
            case Tag.FALSE -> maker.bool(false);
            case Tag.INT32 -> maker.integer(int32());
            case Tag.INT64 -> maker.wide((long) LONG.get(bytes, need(8)));
            case Tag.BIG -> maker.integer(new BigInteger(raw()));
            case Tag.FLOAT -> maker.real(float64());
            case Tag.COMPLEX -> maker.complex(float64(), float64());
            case Tag.STR -> maker.text(utf8());
            case Tag.STR16 -> maker.text(utf16());
            case Tag.BYTES -> maker.bytes(raw());
            case Tag.LIST -> maker.list(values(maker));
            case Tag.TUPLE -> maker.tuple(values(maker));
            case Tag.SET -> maker.set(values(maker));
            case Tag.FROZENSET -> maker.frozenset(values(maker));
            case Tag.DICT -> dict(maker);
            case Tag.OPAQUE -> maker.opaque(text(), text(), blob());
            case Tag.HINTED -> hinted(maker);
            case Tag.PORTABLE -> maker.portable(text(), number());
            default -> throw new IllegalArgumentException("not a value: tag=" + tag + ", at=" + (at - 1));
        };
    }

    private <T extends @Nullable Object> List<T> values(Maker<T> maker) {
        int count = count(1);
        enter();
        List<T> values = new ArrayList<>(Math.min(count, FORESEEN));
        for (int i = 0; i < count; i++) {
            values.add(read(maker));
        }
        depth--;
        return values;
    }

    private <T extends @Nullable Object> T dict(Maker<T> maker) {
        int count = count(2);
        enter();
        List<T> keys = new ArrayList<>(Math.min(count, FORESEEN));
        List<T> values = new ArrayList<>(Math.min(count, FORESEEN));
        for (int i = 0; i < count; i++) {
            keys.add(read(maker));
            values.add(read(maker));
        }
        depth--;
        return maker.dict(keys, values);
    }

    private <T extends @Nullable Object> T hinted(Maker<T> maker) {
        String language = text();
        String hint = text();
        enter();
        T value = read(maker);
        depth--;
        return maker.hinted(language, hint, value);
    }

    /** A count that the remaining bytes can hold, so that a broken one cannot ask for memory. */
    private int count(int bytesEach) {
        int count = int32();
        if (count < 0 || (long) count * bytesEach > bytes.length - at) {
            throw new IllegalArgumentException("count exceeds the message: count=" + count + ", at=" + at);
        }
        return count;
    }

    private void enter() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("value nested too deeply: deepest=" + DEEPEST);
        }
    }

    private String text() {
        return switch (bytes[need(1)]) {
            case Tag.STR -> utf8();
            case Tag.STR16 -> utf16();
            default -> throw new IllegalArgumentException("text expected: at=" + (at - 1));
        };
    }

    private long number() {
        return switch (bytes[need(1)]) {
            case Tag.INT32 -> int32();
            case Tag.INT64 -> (long) LONG.get(bytes, need(8));
            default -> throw new IllegalArgumentException("integer expected: at=" + (at - 1));
        };
    }

    private byte[] blob() {
        if (bytes[need(1)] != Tag.BYTES) {
            throw new IllegalArgumentException("bytes expected: at=" + (at - 1));
        }
        return raw();
    }

    private String utf8() {
        int length = int32();
        return new String(bytes, need(length), length, StandardCharsets.UTF_8);
    }

    private String utf16() {
        byte[] form = raw();
        char[] chars = new char[form.length / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) ((form[2 * i] & 0xff) | (form[2 * i + 1] & 0xff) << 8);
        }
        return new String(chars);
    }

    private byte[] raw() {
        int length = int32();
        int start = need(length);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    private int int32() {
        return (int) INT.get(bytes, need(4));
    }

    private double float64() {
        return (double) DOUBLE.get(bytes, need(8));
    }

    /** Moves on by {@code length} bytes and gives where they start. */
    private int need(int length) {
        int start = at;
        if (length < 0 || length > bytes.length - start) {
            throw new IllegalArgumentException("message too short: wanted=" + length + ", at=" + start);
        }
        at = start + length;
        return start;
    }
}
