package parley.channel;

import java.io.EOFException;
import org.jspecify.annotations.Nullable;
import parley.pickle.Pickle;
import parley.socket.SocketEnd;
import parley.socket.SocketError;
import parley.trace.UserFailure;

/** Over a socket: plain data as Python's pickle, decoded as data. */
record SocketCarrier(SocketEnd end) implements Carrier {
    @Override
    public void send(@Nullable Object value) {
        sendBytes(Pickle.dumps(value));
    }

    @Override
    public void sendBytes(byte[] bytes) {
        try {
            end.send(bytes);
        } catch (SocketError e) {
            throw failure(e);
        }
    }

    @Override
    public @Nullable Object receive() throws EOFException {
        byte[] pickle = receiveBytes();
        try {
            return Pickle.loads(pickle);
        } catch (IllegalArgumentException e) {
            throw new UserFailure("message is no value: because=" + e.getMessage()
                    + "\nMaybe it was sent by send_bytes: use recv_bytes.");
        }
    }

    @Override
    public byte[] receiveBytes() throws EOFException {
        try {
            return end.receive(SocketEnd.UNLIMITED);
        } catch (SocketError e) {
            if (e.errno() == SocketError.CLOSED) {
                throw failure(e);
            }
            if (e.errno() == SocketError.BROKEN) {
                end.close(); // where the next message starts is not known
            }
            EOFException end = new EOFException(e.getMessage());
            end.initCause(e);
            throw end;
        }
    }

    @Override
    public boolean poll(long nanos) {
        try {
            return end.poll(nanos);
        } catch (SocketError e) {
            throw failure(e);
        }
    }

    static UserFailure failure(SocketError error) {
        return new UserFailure(String.valueOf(error.getMessage()), "", error);
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
        return true;
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public String ticket() {
        throw new UserFailure("a connection over a socket cannot be sent to another process: connection=" + this
                + "\nMaybe connect there, or start the process by fork.");
    }

    @Override
    public String toString() {
        return end.toString();
    }
}
