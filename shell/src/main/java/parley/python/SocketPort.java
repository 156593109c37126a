package parley.python;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.socket.Handshake;
import parley.socket.SocketEnd;
import parley.socket.SocketError;

/** A connection over a socket as {@code multiprocessing/sockets.py} uses it: no call throws. Public for Python code. Any thread. */
public final class SocketPort {
    private static final int INTERRUPTED = -1;

    private final SocketEnd end;
    private final Interrupts interrupts;
    private volatile String trouble = "";

    SocketPort(SocketEnd end, Interrupts interrupts) {
        this.end = end;
        this.interrupts = interrupts;
    }

    private interface Act {
        @Nullable
        Object run() throws SocketError;
    }

    /** What it gives, or a code of {@link SocketsPort}. */
    private Object tried(Act act) {
        return interrupts.blocking(
                () -> {
                    try {
                        Object given = act.run();
                        return given == null ? (Object) SocketsPort.DONE : given;
                    } catch (SocketError e) {
                        trouble = String.valueOf(e.getMessage());
                        return SocketsPort.code(e);
                    }
                },
                SocketsPort.STOPPED);
    }

    /** Sends a message: 0, or a code of {@link SocketsPort}; interrupted, {@link #flush()} goes on. */
    public Object send(Value message) {
        return sendMessage(Codec.copy(message));
    }

    /** The same, of bytes that Python has from Java. */
    public Object sendMessage(byte[] bytes) {
        boolean[] begun = new boolean[1];
        Act sending = () -> {
            begun[0] = true;
            end.send(bytes);
            return null;
        };
        Object code = tried(sending);
        return begun[0] ? code : tried(sending); // not begun: a signal was due, whose handler runs after this
    }

    /** The same: a message is bytes. */
    public Object sendBytes(Value message) {
        return send(message);
    }

    /** Sends what is left of one. */
    public Object flush() {
        return tried(() -> {
            end.flush();
            return null;
        });
    }

    /** The oldest message, for {@code bytes_of}; or a code of {@link SocketsPort}. */
    public Object receive(long most) {
        return tried(() -> end.receive(most));
    }

    /** 1 when there is something to receive or the end, 0 when not in time, -1 interrupted. */
    public int poll(long nanos) {
        return interrupts.blocking(
                () -> {
                    try {
                        return end.poll(nanos < 0 ? Deadline.FOREVER : nanos) ? 1 : 0;
                    } catch (SocketError e) {
                        return 1;
                    }
                },
                INTERRUPTED);
    }

    /** One half of a handshake. */
    public SocketsPort.Outcome prove(Value key, boolean deliver) {
        Handshake.Round round = deliver ? Handshake.Round.DELIVER : Handshake.Round.ANSWER;
        byte[] secret = Codec.copy(key);
        return SocketsPort.attempt(interrupts, () -> {
            end.prove(new Handshake(secret, round));
            return "";
        });
    }

    /** Why the last call failed that did. */
    public String trouble() {
        return trouble;
    }

    public void close() {
        end.close();
    }

    public boolean closed() {
        return end.closed();
    }

    public boolean readable() {
        return true;
    }

    public boolean writable() {
        return true;
    }

    public String name() {
        return end.toString();
    }
}
