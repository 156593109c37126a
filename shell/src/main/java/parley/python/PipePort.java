package parley.python;

import org.graalvm.polyglot.Value;
import parley.builtin.Builtins;
import parley.channel.PipeEnd;
import parley.channel.PipeMessage;
import parley.memory.Deadline;
import parley.trace.UserFailure;

/** An end of a pipe as {@code multiprocessing/connection.py} uses it: no call throws. Public for Python code. Any thread. */
public final class PipePort {
    private static final int DONE = 0;
    private static final int BROKEN = 1;
    private static final int INTERRUPTED = -1;
    private static final int EMPTY = 2;
    private static final int STOPPED = 3;
    private static final int CLOSED = 4;

    private final PipeEnd end;
    private final Interrupts interrupts;

    PipePort(PipeEnd end, Interrupts interrupts) {
        this.end = end;
        this.interrupts = interrupts;
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
            return interrupts.blocking(() -> end.send(message) ? DONE : BROKEN, STOPPED);
        } catch (UserFailure e) {
            return CLOSED;
        }
    }

    /** Waits for something to receive: 0 when there may be, else 2 at the end, 3 interrupted, 4 closed here. */
    public int await_() {
        if (end.closed() || !end.readable()) {
            return CLOSED;
        }
        try {
            return interrupts.blocking(() -> end.await(Deadline.FOREVER) ? DONE : EMPTY, STOPPED);
        } catch (UserFailure e) {
            return CLOSED;
        }
    }

    /** What takes and gives what need not wait. */
    public Object channel() {
        return Builtins.channel(end);
    }

    /** 1 when there is something to receive or the end, 0 when not in time, -1 interrupted. */
    public int poll(long nanos) {
        return interrupts.blocking(() -> end.poll(nanos) ? 1 : 0, INTERRUPTED);
    }

    public void close() {
        end.close();
    }

    /** Whether some process that lives has the other end. */
    public boolean isHeld() {
        return end.isHeld();
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
