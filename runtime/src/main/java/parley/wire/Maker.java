package parley.wire;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a reader's own values while a {@link Decoder} reads. {@link JavaMaker} builds Java's.
 *
 * @param <T> the reader's type of any value
 */
public interface Maker<T extends @Nullable Object> {
    /**
     * None.
     *
     * @return the reader's value
     */
    T none();

    /**
     * A truth value.
     *
     * @param value true or false
     * @return the reader's value
     */
    T bool(boolean value);

    /**
     * An integer of up to 64 bits.
     *
     * @param value the integer
     * @return the reader's value
     */
    T integer(long value);

    /**
     * An integer that was written in 64 bits, perhaps without need.
     *
     * @param value the integer
     * @return the reader's value
     */
    default T wide(long value) {
        return integer(value);
    }

    /**
     * An integer of any size, mostly of more than 64 bits.
     *
     * @param value the integer
     * @return the reader's value
     */
    T integer(BigInteger value);

    /**
     * A float.
     *
     * @param value the float
     * @return the reader's value
     */
    T real(double value);

    /**
     * A complex number.
     *
     * @param real its real part
     * @param imaginary its imaginary part
     * @return the reader's value
     */
    T complex(double real, double imaginary);

    /**
     * A text; it may hold surrogates without a partner.
     *
     * @param value the text
     * @return the reader's value
     */
    T text(String value);

    /**
     * Bytes.
     *
     * @param value a fresh array
     * @return the reader's value
     */
    T bytes(byte[] value);

    /**
     * A list.
     *
     * @param values a fresh list
     * @return the reader's value
     */
    T list(List<T> values);

    /**
     * A tuple.
     *
     * @param values a fresh list
     * @return the reader's value
     */
    T tuple(List<T> values);

    /**
     * A set.
     *
     * @param values a fresh list without duplicates
     * @return the reader's value
     */
    T set(List<T> values);

    /**
     * A set that cannot change.
     *
     * @param values a fresh list without duplicates
     * @return the reader's value
     */
    T frozenset(List<T> values);

    /**
     * A dict, in order.
     *
     * @param keys a fresh list
     * @param values a fresh list of the same length
     * @return the reader's value
     */
    T dict(List<T> keys, List<T> values);

    /**
     * A value that came with a hint.
     *
     * @param language who understands the hint
     * @param hint what the value was exactly
     * @param value the value
     * @return the reader's value
     */
    default T hinted(String language, String hint, T value) {
        return value;
    }

    /**
     * An object of one language in that language's own form.
     *
     * @param language who can read it
     * @param label a short text for inspectors
     * @param form its bytes
     * @return the reader's value
     */
    T opaque(String language, String label, byte[] form);

    /**
     * An object of the runtime.
     *
     * @param kind what it is
     * @param address where it is in shared memory
     * @return the reader's value
     */
    T portable(String kind, long address);
}
