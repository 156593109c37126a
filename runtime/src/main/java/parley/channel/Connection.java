package parley.channel;

import java.io.EOFException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.ship.JavaValues;
import parley.trace.UserFailure;

/**
 * One end of a {@link Pipe}, as Python's {@code Connection}: sends values, copied, to the other end, in order. It may be
 * handed to another process, which has it then as well; each closes it for itself. Any thread.
 *
 * @param <T> what it carries
 */
public final class Connection<T extends @Nullable Object> implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1;

    private final transient PipeEnd end;

    Connection(PipeEnd end) {
        this.end = end;
    }

    /**
     * Sends a value; waits for room.
     *
     * @param value copied now
     * @throws UserFailure where nobody has the other end any more, or this end is closed
     */
    public void send(T value) {
        sendMessage(PipeMessage.of(JavaValues.encode(value)));
    }

    /**
     * Sends bytes, for {@link #recv_bytes}.
     *
     * @param bytes copied now
     * @throws UserFailure where nobody has the other end any more, or this end is closed
     */
    public void send_bytes(byte[] bytes) {
        sendMessage(PipeMessage.ofBytes(bytes));
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

    private void sendMessage(byte[] message) {
        if (!end.send(message)) {
            throw new UserFailure("broken pipe: nobody has the other end: name=" + end.name());
        }
    }

    /**
     * Takes the oldest value; waits for one.
     *
     * @return a copy
     * @throws EOFException where there is none and nobody has the other end any more
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // the user's promise, as with any value of another process
    public T recv() throws EOFException {
        byte[] message = receive();
        return (T)
                (PipeMessage.isBytes(message)
                        ? PipeMessage.content(message)
                        : JavaValues.decode(PipeMessage.content(message)));
    }

    /**
     * Takes the oldest bytes; waits for some.
     *
     * @return as they were sent
     * @throws EOFException where there is nothing and nobody has the other end any more
     */
    public byte[] recv_bytes() throws EOFException {
        return PipeMessage.content(receive());
    }

    private byte[] receive() throws EOFException {
        byte[] message = end.receive();
        if (message == null) {
            throw new EOFException("nobody has the other end: name=" + end.name());
        }
        return message;
    }

    /**
     * Whether there is something to receive now, or the end.
     *
     * @return false where {@link #recv} would wait
     */
    public boolean poll() {
        return end.poll(0);
    }

    /**
     * Whether there is something to receive in time, or the end.
     *
     * @param timeout the most seconds to wait; null for no limit
     * @return false where {@link #recv} would wait
     */
    public boolean poll(@Nullable Double timeout) {
        return end.poll(timeout == null ? Deadline.FOREVER : (long) (Math.max(0, timeout) * 1e9));
    }

    /** This process does not use it any more. */
    @Override
    public void close() {
        end.close();
    }

    /**
     * Whether this process has closed it.
     *
     * @return false at first
     */
    public boolean closed() {
        return end.closed();
    }

    /**
     * Whether it receives.
     *
     * @return false for the sending end of a pipe that is not duplex
     */
    public boolean readable() {
        return end.readable();
    }

    /**
     * Whether it sends.
     *
     * @return false for the receiving end of a pipe that is not duplex
     */
    public boolean writable() {
        return end.writable();
    }

    @Override
    public String toString() {
        return "<Connection(pipe=" + end.name() + (closed() ? ", closed" : "") + ")>";
    }

    @Serial
    private Object writeReplace() {
        return new Travelling(end.ticket());
    }

    private record Travelling(String ticket) implements Serializable {
        @Serial
        private Object readResolve() {
            return new Connection<>(PipeEnd.attach(ticket));
        }
    }
}
