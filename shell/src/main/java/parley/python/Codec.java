package parley.python;

import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import parley.wire.Decoder;
import parley.wire.Encoder;

/**
 * Python values to messages and back; see {@code _parley/values.py}. Public for Python code; has no state.
 *
 * <p>Python never looks into a message: it holds the {@code byte[]} only.
 */
public final class Codec {
    private static final byte[] NONE = new Encoder().none().toBytes();
    private static final String LANGUAGE = "python";

    Codec() {}

    /** The message of None. */
    public byte[] none() {
        return NONE;
    }

    /** The message of an int of 64 bits. */
    public byte[] integer(long value) {
        return new Encoder().integer(value).toBytes();
    }

    /** The message of a str. */
    public byte[] text(String value) {
        return new Encoder().text(value).toBytes();
    }

    /** The message of a float. */
    public byte[] real(double value) {
        return new Encoder().real(value).toBytes();
    }

    /** The message of a bool. */
    public byte[] bool(boolean value) {
        return new Encoder().bool(value).toBytes();
    }

    /** The message of a bytes object. */
    public byte[] bytes(Value value) {
        return new Encoder().bytes(copy(value)).toBytes();
    }

    /** The message of a pickled value, or null where the value is not plain data. */
    public byte @Nullable [] pickled(Value pickle) {
        return PickleReader.read(copy(pickle));
    }

    /** The message of a value in Python's own form. */
    public byte[] opaque(String label, Value pickle) {
        return new Encoder().opaque(LANGUAGE, label, copy(pickle)).toBytes();
    }

    /** A message's value: a scalar as it is, all else as a {@link Found}. */
    public Object decode(byte[] message) {
        return switch (new Decoder(message).read(new PickleWriter())) {
            case Long value -> value;
            case Double value -> value;
            case Boolean value -> value;
            case String value -> value;
            case PickleWriter.None _ -> Found.NONE;
            case byte[] value -> Found.of(Found.BYTES, value);
            case Object value -> Found.of(Found.VALUE, PickleWriter.write(value));
        };
    }

    /** The file through which this thread gets many bytes; see {@link Stage}. */
    public String stage() {
        return Stage.path();
    }

    /** It was opened. */
    public void opened() {
        Stage.opened();
    }

    /** The bytes of a Python bytes object. */
    static byte[] copy(Value bytes) {
        byte[] copy = new byte[Math.toIntExact(bytes.getBufferSize())];
        bytes.readBuffer(0, copy, 0, copy.length);
        return copy;
    }

    /** Bytes on their way to Python: it makes bytes of such a text faster than of anything else. */
    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
