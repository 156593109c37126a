package parley.channel;

import java.io.EOFException;
import org.jspecify.annotations.Nullable;

/** What takes a {@link Connection}'s values to the other end. Any thread. */
sealed interface Carrier permits PipeCarrier, SocketCarrier {
    void send(@Nullable Object value);

    void sendBytes(byte[] bytes);

    @Nullable
    Object receive() throws EOFException;

    byte[] receiveBytes() throws EOFException;

    /** Whether receiving would not wait; negative for as long as it takes. */
    boolean poll(long nanos);

    void close();

    boolean closed();

    boolean readable();

    boolean writable();

    /** For another process. */
    String ticket();
}
