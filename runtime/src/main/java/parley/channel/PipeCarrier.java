package parley.channel;

import java.io.EOFException;
import org.jspecify.annotations.Nullable;
import parley.ship.JavaValues;
import parley.trace.UserFailure;

/** Through rings in shared memory: any Java value. */
record PipeCarrier(PipeEnd end) implements Carrier {
    @Override
    public void send(@Nullable Object value) {
        sendMessage(PipeMessage.of(JavaValues.encode(value)));
    }

    @Override
    public void sendBytes(byte[] bytes) {
        sendMessage(PipeMessage.ofBytes(bytes));
    }

    private void sendMessage(byte[] message) {
        if (!end.send(message)) {
            throw new UserFailure("broken pipe: nobody has the other end: name=" + end.name());
        }
    }

    @Override
    public @Nullable Object receive() throws EOFException {
        byte[] message = message();
        return PipeMessage.isBytes(message)
                ? PipeMessage.content(message)
                : JavaValues.decode(PipeMessage.content(message));
    }

    @Override
    public byte[] receiveBytes() throws EOFException {
        return PipeMessage.content(message());
    }

    private byte[] message() throws EOFException {
        byte[] message = end.receive();
        if (message == null) {
            throw new EOFException("nobody has the other end: name=" + end.name());
        }
        return message;
    }

    @Override
    public boolean poll(long nanos) {
        return end.poll(nanos);
    }

    @Override
    public void close() {
        end.close();
    }

    @Override
    public boolean closed() {
        return end.closed();
    }

    @Override
    public boolean readable() {
        return end.readable();
    }

    @Override
    public boolean writable() {
        return end.writable();
    }

    @Override
    public String ticket() {
        return end.ticket();
    }

    @Override
    public String toString() {
        return "pipe=" + end.name();
    }
}
