package parley.python;

import org.graalvm.polyglot.Value;
import parley.channel.PipeEnd;
import parley.channel.PipeMessage;
import parley.trace.UserFailure;

/** An end of a pipe as {@code multiprocessing/connection.py} uses it: no call throws. Public for Python code. Any thread. */
public final class PipePort {
    private static final int DONE = 0;
    private static final int BROKEN = 1;
    private static final int INTERRUPTED = -1;
    private static final byte[] END = {};
    private static final byte[] STOPPED = {};

    private final PipeEnd end;
    private final Interrupts interrupts;
    private final Codec codec;

    PipePort(PipeEnd end, Interrupts interrupts, Codec codec) {
        this.end = end;
        this.interrupts = interrupts;
        this.codec = codec;
    }

    /** 0 when done, else 1 nobody has the other end, 3 interrupted, 4 closed meanwhile. */
    public int send(byte[] message) {
        return sendMessage(PipeMessage.of(message));
    }

    /** The same, for bytes as Latin-1 text. */
    public int sendBytes(Value bytes) {
        return sendMessage(PipeMessage.ofBytes(Codec.copy(bytes)));
    }

    private int sendMessage(byte[] message) {
        try {
            return interrupts.blocking(() -> end.send(message) ? DONE : BROKEN, Found.STOPPED);
        } catch (UserFailure e) {
            return Found.CLOSED;
        }
    }

    /** A scalar, or a {@link Found}: empty at the end, and {@link Found#RAW} where bytes were sent as such. */
    public Object receive() {
        byte[] message = interrupts.blocking(this::receiveOrEnd, STOPPED);
        if (message == END || message == STOPPED) {
            return message == END ? Found.NOTHING : Found.INTERRUPTED;
        }
        byte[] content = PipeMessage.content(message);
        return PipeMessage.isBytes(message) ? Found.of(Found.RAW, content) : codec.decode(content);
    }

    private byte[] receiveOrEnd() {
        byte[] message = end.receive();
        return message == null ? END : message;
    }

    /** 1 when there is something to receive or the end, 0 when not in time, -1 interrupted. */
    public int poll(long nanos) {
        return interrupts.blocking(() -> end.poll(nanos) ? 1 : 0, INTERRUPTED);
    }

    public void close() {
        end.close();
    }

    public boolean closed() {
        return end.closed();
    }

    public boolean readable() {
        return end.readable();
    }

    public boolean writable() {
        return end.writable();
    }

    public String name() {
        return end.name();
    }

    /** For another process. */
    public String ticket() {
        return end.ticket();
    }
}
