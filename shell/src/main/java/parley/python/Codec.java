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
    private static final String LANGUAGE = "python";

    Codec() {}

    /** The message of a pickled value, or null where the value is not plain data. */
    public byte @Nullable [] pickled(Value pickle) {
        return PickleReader.read(copy(pickle));
    }

    /** The message of a value in Python's own form. */
    public byte[] opaque(String label, Value pickle) {
        return new Encoder().opaque(LANGUAGE, label, copy(pickle)).toBytes();
    }

    /** A message as a pickle that gives its value. */
    static byte[] toPickle(byte[] message) {
        return PickleWriter.write(new Decoder(message).read(new PickleWriter()));
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
