package parley.channel;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;
import parley.socket.AuthenticationError;
import parley.socket.SocketEnd;
import parley.socket.SocketError;
import parley.trace.UserFailure;

/**
 * The end of a connection that went to a {@link Listener}, as what Python's {@code Client} gives. The listener may be a
 * CPython program's. Any thread.
 *
 * @param <T> what it carries
 */
public final class Client<T extends @Nullable Object> extends Connection<T> {
    private static final long serialVersionUID = 1;

    /**
     * Connects to a path of this machine.
     *
     * @param path of a listener
     * @param authkey proved in both directions; null for none
     * @throws AuthenticationError where the keys differ
     * @throws UserFailure where nobody listens there
     */
    public Client(String path, byte @Nullable [] authkey) throws AuthenticationError {
        this(UnixDomainSocketAddress.of(path), authkey);
    }

    /**
     * Connects to a port.
     *
     * @param host its name or number
     * @param port of a listener
     * @param authkey proved in both directions; null for none
     * @throws AuthenticationError where the keys differ
     * @throws UserFailure where nobody listens there
     */
    public Client(String host, int port, byte @Nullable [] authkey) throws AuthenticationError {
        this(Addresses.inet(host, port), authkey);
    }

    /**
     * Connects.
     *
     * @param address of a listener
     * @param authkey proved in both directions; null for none
     * @throws AuthenticationError where the keys differ
     * @throws UserFailure where nobody listens there
     */
    public Client(SocketAddress address, byte @Nullable [] authkey) throws AuthenticationError {
        super(new SocketCarrier(connect(address, authkey)));
    }

    private static SocketEnd connect(SocketAddress address, byte @Nullable [] authkey) throws AuthenticationError {
        try {
            return SocketEnd.connect(address, authkey);
        } catch (SocketError e) {
            throw SocketCarrier.failure(e);
        }
    }
}
