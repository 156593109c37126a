package parley.pickle;

import java.util.Arrays;

/**
 * Bytes that may change: Python's {@code bytearray}.
 *
 * @param bytes not copied
 */
public record ByteArray(byte[] bytes) implements java.io.Serializable {
    @Override
    public boolean equals(Object other) {
        return other instanceof ByteArray(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "bytearray of " + bytes.length;
    }
}
