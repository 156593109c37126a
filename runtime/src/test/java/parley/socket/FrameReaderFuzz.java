package parley.socket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * However the bytes of a peer are cut, the same messages come out of them, until one is too long; and no more memory is
 * taken than has come.
 *
 * <pre>
 *   longest (2) | how many bytes arrive at a time (1) | the bytes
 * </pre>
 */
public final class FrameReaderFuzz {
    private static final int HEAD = 3;
    private static final int FIRST_ROOM = 1 << 16;

    private FrameReaderFuzz() {}

    /** Called by the fuzzer, and by the test that replays what it found. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length <= HEAD) {
            return;
        }
        long most = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        byte[] stream = Arrays.copyOfRange(bytes, HEAD, bytes.length);
        check(messages(stream, 1 + (bytes[2] & 0xff), most), whole(stream, most));
    }

    private static void check(List<byte[]> found, List<byte[]> expected) {
        if (!Arrays.deepEquals(found.toArray(), expected.toArray())) {
            throw new AssertionError("messages: found=" + found.size() + ", expected=" + expected.size());
        }
    }

    /** As the reader puts them together; one of length 0 stands for a refusal, at the end. */
    private static List<byte[]> messages(byte[] stream, int step, long most) {
        FrameReader reader = new FrameReader();
        List<byte[]> messages = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at < stream.length; ) {
            int count = Math.min(Math.min(step, reader.room()), stream.length - at);
            if (count <= 0 || reader.buffer().length > Math.max(FIRST_ROOM, 2 * (at - begin))) {
                throw new AssertionError("room: count=" + count + ", held=" + reader.buffer().length);
            }
            System.arraycopy(stream, at, reader.buffer(), reader.filled(), count);
            at += count;
            try {
                byte[] message = reader.add(count, most);
                if (message != null) {
                    messages.add(message);
                    begin = at;
                }
            } catch (SocketError e) {
                if (e.errno() != SocketError.BROKEN) {
                    throw new AssertionError(e);
                }
                messages.add(new byte[0]);
                return messages;
            }
        }
        return messages;
    }

    /** The same, read at once. */
    private static List<byte[]> whole(byte[] stream, long most) {
        ByteBuffer in = ByteBuffer.wrap(stream);
        List<byte[]> messages = new ArrayList<>();
        while (in.remaining() >= 4) {
            long length = in.getInt();
            if (length == -1) {
                if (in.remaining() < 8) {
                    break;
                }
                length = in.getLong();
            }
            if (length < 0 || length > most) {
                messages.add(new byte[0]);
                break;
            }
            if (length > in.remaining()) {
                break;
            }
            byte[] message = new byte[(int) length];
            in.get(message);
            messages.add(message);
        }
        return messages;
    }
}
