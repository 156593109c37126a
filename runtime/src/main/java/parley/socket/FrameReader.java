package parley.socket;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from the bytes that come. A message takes memory as its bytes arrive, not as its head promises.
 * One connection's own.
 *
 * <pre>
 *   HEAD (4) ─-1─▶ LONG HEAD (8) ─┐
 *      └──────────length──────────┴─▶ BODY ─▶ a message, and HEAD again
 * </pre>
 */
final class FrameReader {
    private static final int AT_FIRST = 1 << 16;
    private static final int LONGEST = Integer.MAX_VALUE - 16;

    private enum Part {
        HEAD,
        LONG_HEAD,
        BODY
    }

    private Part part = Part.HEAD;
    private byte[] buffer = new byte[4];
    private int filled;
    private int wanted = 4;

    /** Where the next bytes go, from {@link #filled} on. */
    byte[] buffer() {
        return buffer;
    }

    int filled() {
        return filled;
    }

    /** How many may be put there. */
    int room() {
        return Math.min(buffer.length, wanted) - filled;
    }

    /** Whether a message has begun. */
    boolean hasBegun() {
        return part != Part.HEAD || filled > 0;
    }

    /** Whether part of a head, or of a body, has come: an end there is a cut. */
    boolean isCut() {
        return filled > 0;
    }

    /**
     * Some bytes came.
     *
     * @param count at most {@link #room()}
     * @param most the longest message that is wanted
     * @return the message that they complete, or null
     * @throws SocketError where it would be too long
     */
    byte @Nullable [] add(int count, long most) throws SocketError {
        filled += count;
        if (filled < wanted) {
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, buffer.length * 2L));
            }
            return null;
        }
        switch (part) {
            case HEAD -> {
                int length = (int) number(4);
                if (length == -1) {
                    expect(Part.LONG_HEAD, 8, 8);
                } else {
                    body(length, most);
                }
            }
            case LONG_HEAD -> body(number(8), most);
            case BODY -> {
                return finish();
            }
        }
        return wanted == 0 ? finish() : null;
    }

    private byte[] finish() {
        byte[] message = buffer;
        expect(Part.HEAD, 4, 4);
        return message;
    }

    private void body(long length, long most) throws SocketError {
        if (length < 0 || length > Math.min(most, LONGEST)) {
            throw new SocketError(SocketError.BROKEN, "bad message length");
        }
        expect(Part.BODY, (int) length, (int) Math.min(length, AT_FIRST));
    }

    private void expect(Part next, int bytes, int room) {
        part = next;
        wanted = bytes;
        filled = 0;
        buffer = new byte[room];
    }

    private long number(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | buffer[i] & 0xff;
        }
        return bytes == 4 ? (int) value : value;
    }
}
