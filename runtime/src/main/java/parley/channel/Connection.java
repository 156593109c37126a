package parley.channel;

import java.io.EOFException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.trace.UserFailure;

/**
 * One end of a {@link Pipe}, or of a connection between a {@link Listener} and a {@link Client}, as Python's {@code
 * Connection}: sends values, copied, to the other end, in order. That of a pipe may be handed to another process, which
 * has it then as well; each closes it for itself. Any thread.
 *
 * @param <T> what it carries
 */
public sealed class Connection<T extends @Nullable Object> implements Serializable, AutoCloseable permits Client {
    private static final long serialVersionUID = 1;

    private final transient Carrier carrier;

    Connection(Carrier carrier) {
        this.carrier = carrier;
    }

    /**
     * Sends a value; waits for room.
     *
     * @param value copied now; over a socket plain data only, see {@link parley.pickle}
     * @throws UserFailure where nobody has the other end any more, this end is closed, or the value cannot be sent
     */
    public void send(T value) {
        carrier.send(value);
    }

    /**
     * Sends bytes, for {@link #recv_bytes}.
     *
     * @param bytes copied now
     * @throws UserFailure where nobody has the other end any more, or this end is closed
     */
    public void send_bytes(byte[] bytes) {
        carrier.sendBytes(bytes);
    }

    /**
     * Sends some bytes.
     *
     * @param bytes copied now
     * @param offset the first one
     * @param size how many
     */
    public void send_bytes(byte[] bytes, int offset, int size) {
        send_bytes(Arrays.copyOfRange(bytes, offset, offset + size));
    }

    /**
     * Takes the oldest value; waits for one.
     *
     * @return a copy
     * @throws EOFException where there is none and nobody has the other end any more
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // the user's promise, as with any value of another process
    public T recv() throws EOFException {
        return (T) carrier.receive();
    }

    /**
     * Takes the oldest bytes; waits for some.
     *
     * @return as they were sent
     * @throws EOFException where there is nothing and nobody has the other end any more
     */
    public byte[] recv_bytes() throws EOFException {
        return carrier.receiveBytes();
    }

    /**
     * Whether there is something to receive now, or the end.
     *
     * @return false where {@link #recv} would wait
     */
    public boolean poll() {
        return carrier.poll(0);
    }

    /**
     * Whether there is something to receive in time, or the end.
     *
     * @param timeout the most seconds to wait; null for no limit
     * @return false where {@link #recv} would wait
     */
    public boolean poll(@Nullable Double timeout) {
        return carrier.poll(timeout == null ? Deadline.FOREVER : (long) (Math.max(0, timeout) * 1e9));
    }

    /** This process does not use it any more. */
    @Override
    public void close() {
        carrier.close();
    }

    /**
     * Whether this process has closed it.
     *
     * @return false at first
     */
    public boolean closed() {
        return carrier.closed();
    }

    /**
     * Whether it receives.
     *
     * @return false for the sending end of a pipe that is not duplex
     */
    public boolean readable() {
        return carrier.readable();
    }

    /**
     * Whether it sends.
     *
     * @return false for the receiving end of a pipe that is not duplex
     */
    public boolean writable() {
        return carrier.writable();
    }

    @Override
    public String toString() {
        return "<Connection(" + carrier + (closed() ? ", closed" : "") + ")>";
    }

    @Serial
    private Object writeReplace() {
        return new Travelling(carrier.ticket());
    }

    private record Travelling(String ticket) implements Serializable {
        @Serial
        private Object readResolve() {
            return new Connection<>(new PipeCarrier(PipeEnd.attach(ticket)));
        }
    }
}
