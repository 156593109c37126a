package parley.ship;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;
import parley.wire.Decoder;
import parley.wire.Encoder;

/**
 * Any Java value as bytes of the tag codec, and back.
 *
 * <pre>
 *   null, numbers, text, collections and arrays of these   ─▶ plain data, readable in Python; Java's own type as a hint
 *   Queue, Lock                                            ─▶ portable: its address
 *   every other object                                     ─▶ opaque "java": an object stream with its prompt classes
 * </pre>
 *
 * Objects go as Java's own object stream, in a parcel that names the versions of their classes. Fory would write a record
 * forty times as fast, but knows a class by its name, where a prompt's class has many versions; generates and
 * compiles code for each class in each process, which is a tenth of a second before the first object; and brings a
 * compiler of 4 MB into a runtime that has no dependency. What is plain data, most of what is sent, never gets here.
 *
 * <p>Has no state. Any thread.
 */
public final class JavaValues {
    private static final ValueReader READER = new ValueReader();

    private JavaValues() {}

    /**
     * Encodes a value.
     *
     * @param value any
     * @return its bytes
     * @throws UserFailure where a part of it cannot be sent
     */
    public static byte[] encode(@Nullable Object value) {
        return encode("value", value);
    }

    /**
     * Encodes a value.
     *
     * @param what how to call it in an error: {@code argument 2}
     * @param value any
     * @return its bytes
     * @throws UserFailure where a part of it cannot be sent
     */
    public static byte[] encode(String what, @Nullable Object value) {
        Encoder encoder = new Encoder();
        if (!new ValueWriter(encoder, what).write(value)) { // it holds itself: only an object stream can say so
            encoder = new Encoder();
            new ValueWriter(encoder, what).writeOpaque(value);
        }
        return encoder.toBytes();
    }

    /**
     * Decodes a value, with the prompt classes that this thread's code sees.
     *
     * @param bytes from {@link #encode}, or from the other language
     * @return the value; an object of another language is a {@link parley.wire.Opaque}
     * @throws UserFailure where a class of the value is not known here
     */
    public static @Nullable Object decode(byte[] bytes) {
        return decode(bytes, READER);
    }

    /**
     * Decodes a value for who wants some of its parts otherwise.
     *
     * @param bytes from {@link #encode}, or from the other language
     * @param reader makes the parts
     * @return the value
     * @throws UserFailure where a class of the value is not known here
     */
    public static @Nullable Object decode(byte[] bytes, ValueReader reader) {
        return new Decoder(bytes).read(reader);
    }

    /** Packs one object that is not plain data. */
    static byte[] pack(String what, Object value) {
        return DeepStack.call(() -> new Packer(value).pack(ParcelKind.VALUE, what, value, List.of()));
    }

    /** Reads what {@link #pack} made. */
    static Unpacker unpack(byte[] form) throws IOException, ClassNotFoundException {
        Unpacker parcel = new Unpacker(form);
        PromptLoader loader = PromptLoader.current();
        if (loader instanceof WorkerLoader worker) {
            worker.learn(parcel.classes());
        }
        return parcel.read(loader == null ? JavaValues.class.getClassLoader() : loader);
    }
}
