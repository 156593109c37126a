package parley.session;

import java.nio.charset.StandardCharsets;

/**
 * The mark that a session writes into its output when a snippet has ended, so that the front knows when it has
 * printed everything: {@code NUL parley NUL number NUL}, ten digits. One write of this size is never torn, whoever
 * else writes to the pipe.
 */
final class OutputMark {
    static final int LENGTH = 19;

    private static final byte[] HEAD = "\0parley\0".getBytes(StandardCharsets.US_ASCII);

    private OutputMark() {}

    static byte[] bytes(int id) {
        return "\0parley\0%010d\0".formatted(id).getBytes(StandardCharsets.US_ASCII);
    }

    /** How many bytes at {@code at} agree with a mark: {@link #LENGTH} for a whole one, 0 for none. */
    static int match(byte[] buffer, int at, int end) {
        int n = 0;
        while (n < LENGTH && at + n < end) {
            byte b = buffer[at + n];
            boolean fits = n < HEAD.length ? b == HEAD[n] : n == LENGTH - 1 ? b == 0 : b >= '0' && b <= '9';
            if (!fits) {
                return 0;
            }
            n++;
        }
        return n;
    }

    static int id(byte[] buffer, int at) {
        return (int) Long.parseLong(new String(buffer, at + HEAD.length, 10, StandardCharsets.US_ASCII));
    }
}
