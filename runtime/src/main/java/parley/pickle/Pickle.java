package parley.pickle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Java values as Python's pickles, and back: the names are those of Python's {@code pickle}. Has no state; any thread.
 *
 * <pre>
 *   Pickle.loads(Pickle.dumps(List.of(1, "two")))
 * </pre>
 */
public final class Pickle {
    /** What every CPython since 3.8 reads, and writes unless told otherwise. */
    public static final int DEFAULT_PROTOCOL = 4;

    /** The newest one. */
    public static final int HIGHEST_PROTOCOL = 5;

    /** The oldest one that is written. */
    static final int LOWEST_PROTOCOL = 2;

    private Pickle() {}

    /**
     * Pickles a value.
     *
     * @param value plain data as in the package's table; also other collections, maps and arrays of it
     * @return its bytes, in the default protocol
     * @throws parley.trace.UserFailure where a part of it is no plain data, or it is nested too deeply
     */
    public static byte[] dumps(@Nullable Object value) {
        return dumps(value, DEFAULT_PROTOCOL);
    }

    /**
     * Pickles a value.
     *
     * @param value plain data
     * @param protocol 2 to 5
     * @return its bytes
     * @throws parley.trace.UserFailure where a part of it is no plain data, or it is nested too deeply
     */
    public static byte[] dumps(@Nullable Object value, int protocol) {
        return dumps(value, protocol, _ -> null);
    }

    /**
     * Pickles a value, with objects of some classes as the caller wants them.
     *
     * @param value plain data, and what the writer knows
     * @param protocol 2 to 5
     * @param writer knows them
     * @return its bytes
     * @throws parley.trace.UserFailure where a part of it is no plain data, or it is nested too deeply
     */
    public static byte[] dumps(@Nullable Object value, int protocol, ObjectWriter writer) {
        if (protocol < LOWEST_PROTOCOL || protocol > HIGHEST_PROTOCOL) {
            throw new IllegalArgumentException("pickle protocol must be 2 to 5: protocol=" + protocol);
        }
        return new Pickler(protocol, writer).dump(value);
    }

    /**
     * Reads a pickle.
     *
     * @param pickle its bytes
     * @return the value
     * @throws IllegalArgumentException where they are no pickle of protocol 2 to 5, or ask for too much
     */
    public static @Nullable Object loads(byte[] pickle) {
        return loads(pickle, Map.of());
    }

    /**
     * Reads a pickle, with objects of some classes as the caller wants them.
     *
     * @param pickle its bytes
     * @param readers by the class's full name, as {@code fractions.Fraction}
     * @return the value
     * @throws IllegalArgumentException where they are no pickle of protocol 2 to 5, or ask for too much
     */
    public static @Nullable Object loads(byte[] pickle, Map<String, ObjectReader> readers) {
        return new Unpickler(pickle, readers).load();
    }
}
