package parley.debug;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * What desk and debugger say to each other.
 *
 * @param kind one of the constants
 * @param text empty where the kind says it all
 */
record Note(byte kind, String text) {
    /** A line is wanted, with this prompt; or here it is. */
    static final byte LINE = 'L';

    /** Who comes: its pid and its name. */
    static final byte HELLO = 'H';

    /** The turn is given back. */
    static final byte END = 'E';

    /** Wait: the process with this pid has the terminal. */
    static final byte WAIT = 'W';

    /** It is your turn. */
    static final byte TURN = 'T';

    /** There is no more input. */
    static final byte NOTHING = 'N';

    /** Somebody pressed Ctrl-C. */
    static final byte STOPPED = 'S';

    private static final int HEAD = 1 + Integer.BYTES;
    private static final int LONGEST = 16 << 20;

    Note(byte kind) {
        this(kind, "");
    }

    void send(ByteChannel to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(HEAD + bytes.length);
        frame.put(kind).putInt(bytes.length).put(bytes).flip();
        while (frame.hasRemaining()) {
            int _ = to.write(frame);
        }
    }

    /**
     * Waits for the next one.
     *
     * @throws EOFException where the other side is gone
     */
    static Note receive(ByteChannel from) throws IOException {
        ByteBuffer head = filled(from, HEAD);
        byte kind = head.get();
        int length = head.getInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("note exceeds the limit: length=" + length + ", limit=" + LONGEST);
        }
        return new Note(
                kind, StandardCharsets.UTF_8.decode(filled(from, length)).toString());
    }

    private static ByteBuffer filled(ByteChannel from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                throw new EOFException("the other side is gone");
            }
        }
        return buffer.flip();
    }
}
