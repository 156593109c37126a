package parley.socket;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link Handshake} over a socket: takes what has come, and sends in one piece what is due. While the other side works,
 * this one does what it can, and while the other side must wait for this one, all that comes is the handshake's: then
 * it is read at once. At the end not a byte more is taken, for what follows belongs to whoever receives, maybe another
 * process. One thread at a time.
 *
 * <pre>
 *   accepts   challenge ─▶                    welcome, answer ─▶               done
 *   connects             ─▶ answer, challenge                 ─▶ welcome, done
 * </pre>
 */
final class Proof {
    private static final int HEAD = 4;

    private final SocketEnd end;
    private final Handshake handshake;
    private final byte[] came = new byte[2 * (HEAD + Handshake.LONGEST)];
    private int filled;

    Proof(SocketEnd end, Handshake handshake) {
        this.end = end;
        this.handshake = handshake;
    }

    /** Sends what comes first, if anything. */
    void begin() throws SocketError {
        send(handshake.begin().send());
    }

    /**
     * Goes on as far as it can without waiting. For who has the right to receive.
     *
     * @return whether all is proved
     * @throws SocketError where the other side is gone, or sends what is no handshake
     * @throws AuthenticationError where it fails
     */
    boolean advance() throws SocketError, AuthenticationError {
        while (!handshake.isDone()) {
            int count = end.receiveSome(came, filled, room(), filled > 0);
            if (count == 0) {
                return false;
            }
            filled += count;
            takeAll();
        }
        return true;
    }

    private int room() throws SocketError {
        if (!handshake.isLast()) {
            return came.length - filled;
        }
        return (filled < HEAD ? HEAD + handshake.shortest() : HEAD + length()) - filled;
    }

    private int length() throws SocketError {
        int length = 0;
        for (int i = 0; i < HEAD; i++) {
            length = length << Byte.SIZE | came[i] & 0xff;
        }
        if (length < 0 || length > Handshake.LONGEST) {
            throw new SocketError(SocketError.BROKEN, "bad message length");
        }
        return length;
    }

    /** All messages that are whole; what this side says to them goes in one piece. */
    private void takeAll() throws SocketError, AuthenticationError {
        ByteArrayOutputStream due = new ByteArrayOutputStream(128);
        while (!handshake.isDone() && filled >= HEAD && filled >= HEAD + length()) {
            int next = HEAD + length();
            Handshake.Move move = handshake.next(Arrays.copyOfRange(came, HEAD, next));
            System.arraycopy(came, next, came, 0, filled - next);
            filled -= next;
            frames(due, move.send());
            if (move.refusal() != null) {
                send(due);
                throw new AuthenticationError(move.refusal());
            }
        }
        if (handshake.isDone() && filled > 0) {
            throw new SocketError(SocketError.BROKEN, "a message that is no part of the handshake");
        }
        send(due);
    }

    private static void frames(ByteArrayOutputStream due, List<byte[]> messages) {
        for (byte[] message : messages) {
            due.writeBytes(new byte[] {0, 0, (byte) (message.length >> Byte.SIZE), (byte) message.length});
            due.writeBytes(message);
        }
    }

    private void send(List<byte[]> messages) throws SocketError {
        ByteArrayOutputStream due = new ByteArrayOutputStream(128);
        frames(due, messages);
        send(due);
    }

    private void send(ByteArrayOutputStream due) throws SocketError {
        if (due.size() > 0) {
            end.sendWhole(due.toByteArray());
        }
        handshake.prepare();
    }
}
