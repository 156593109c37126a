package parley.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import parley.socket.Handshake.Move;
import parley.socket.Handshake.Round;

/**
 * Nobody gets through a handshake who does not know the key, whatever he sends; who knows it, and changes nothing, does.
 *
 * <pre>
 *   side (1): 1 connects, else accepts; 2 its peer has another key
 *   then steps: 0 the peer's own next message | 1 position (1) change (1): the same, a byte changed or, beyond its end, cut
 *               | 2 length (1) bytes: these | 3: what this side has sent last, back to it
 * </pre>
 */
public final class HandshakeFuzz {
    private static final byte[] KEY = "a secret".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER_KEY = "another".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ANSWER = 1 + 256;

    private final Handshake side;
    private final Handshake peer;
    private final Deque<byte[]> fromPeer = new ArrayDeque<>();
    private byte[] last = {};
    private final boolean knows;
    private final int proof; // so many messages come before the one that proves the key; all others may be anybody's

    private HandshakeFuzz(int kind) {
        boolean connects = (kind & 1) != 0;
        knows = (kind & 2) == 0;
        proof = connects ? 2 : 0;
        side = of(KEY, connects);
        peer = of(knows ? KEY : OTHER_KEY, !connects);
        fromPeer.addAll(peer.begin().send());
        give(side.begin());
    }

    private static Handshake of(byte[] key, boolean connects) {
        return connects
                ? new Handshake(key, Round.ANSWER, Round.DELIVER)
                : new Handshake(key, Round.DELIVER, Round.ANSWER);
    }

    /** Called by the fuzzer, and by the test that replays what it found. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length > 0) {
            new HandshakeFuzz(bytes[0]).talk(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
        }
    }

    private void talk(ByteBuffer steps) {
        boolean honest = knows;
        boolean proved = false;
        boolean ended = false;
        int taken = 0;
        while (steps.hasRemaining()) {
            int step = steps.get() & 3;
            byte[] message = step < 2 ? fromPeer.poll() : step == 2 ? some(steps) : last;
            if (message == null) {
                break;
            }
            byte[] said = step == 1 ? changed(message, steps) : message;
            boolean itsOwn = step < 2 && Arrays.equals(said, message);
            honest &= itsOwn;
            proved |= knows && itsOwn && taken == proof;
            taken++;
            boolean wasDone = side.isDone();
            Move move = side.next(said);
            check(!ended && !wasDone || move.refusal() != null, "goes on after the end");
            ended |= move.refusal() != null;
            check(!ended || !side.isDone(), "refused and done");
            check(proved || !side.isDone(), "lets in who has not proved the key");
            check(!honest || wasDone || move.refusal() == null, "refuses who has proved the key");
            give(move);
        }
    }

    private void give(Move move) {
        for (byte[] message : move.send()) {
            check(message.length <= LONGEST_ANSWER, "says too much");
            last = message;
            if (!peer.isDone()) {
                fromPeer.addAll(peer.next(message).send());
            }
        }
    }

    private static byte[] some(ByteBuffer steps) {
        byte[] bytes = new byte[steps.hasRemaining() ? Math.min(steps.get() & 0xff, steps.remaining()) : 0];
        steps.get(bytes);
        return bytes;
    }

    private static byte[] changed(byte[] message, ByteBuffer steps) {
        int at = steps.hasRemaining() ? steps.get() & 0xff : 0;
        byte change = steps.hasRemaining() ? steps.get() : 0;
        if (at >= message.length) {
            return Arrays.copyOf(message, change & 0xff);
        }
        byte[] other = message.clone();
        other[at] ^= change;
        return other;
    }

    private static void check(boolean holds, String wrong) {
        if (!holds) {
            throw new AssertionError(wrong);
        }
    }
}
