package parley.channel;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;
import parley.socket.AuthenticationError;
import parley.socket.SocketError;
import parley.socket.SocketListener;
import parley.trace.UserFailure;

/**
 * Waits for connections, as Python's {@code Listener}: of Java, Parley and CPython programs, of this machine and of others.
 *
 * <pre>
 *   var listener = new Listener(key);            var client = new Client&lt;String&gt;(listener.address(), key);
 *   var connection = listener.accept();          client.send("hello");
 * </pre>
 *
 * With a key, who connects must prove that he knows it, and is then told that this side does; until then nothing of what he
 * sends is decoded. Any thread; one accepts at a time.
 */
public final class Listener implements AutoCloseable {
    private final SocketListener listener;

    /** Listens at a fresh path in the session's private folder, without a key: nobody but the user gets there. */
    public Listener() {
        this((byte[]) null);
    }

    /**
     * Listens at a fresh path in the session's private folder.
     *
     * @param authkey what who connects must know; null for nothing
     */
    public Listener(byte @Nullable [] authkey) {
        this(null, null, 1, authkey);
    }

    /**
     * Listens at a path.
     *
     * @param path removed on close
     * @param authkey what who connects must know; null for nothing
     */
    public Listener(String path, byte @Nullable [] authkey) {
        this(UnixDomainSocketAddress.of(path), null, 1, authkey);
    }

    /**
     * Listens at a port.
     *
     * @param host of this machine: {@code localhost}, or empty for every interface, which takes a key
     * @param port 0 for any that is free
     * @param authkey what who connects must know; null for nothing
     */
    public Listener(String host, int port, byte @Nullable [] authkey) {
        this(Addresses.inet(host, port), null, 1, authkey);
    }

    /**
     * Listens.
     *
     * @param address where; null for a fresh one of the family
     * @param family that of the address; null for the address's own, or {@link Family#AF_UNIX}
     * @param backlog how many may wait until they are accepted
     * @param authkey what who connects must know; null for nothing
     * @throws UserFailure where that is not possible, or others than this machine's could come in without a key
     */
    public Listener(@Nullable SocketAddress address, @Nullable Family family, int backlog, byte @Nullable [] authkey) {
        if (address != null && family != null && family != family(address)) {
            throw new UserFailure("address is of another family: address=" + address + ", family=" + family);
        }
        SocketAddress where = address == null ? Addresses.local(family == null ? Family.AF_UNIX : family) : address;
        Addresses.checkGuarded(where, authkey != null);
        try {
            listener = SocketListener.bind(where, backlog, authkey);
        } catch (SocketError e) {
            throw SocketCarrier.failure(e);
        }
    }

    private static Family family(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress ? Family.AF_UNIX : Family.AF_INET;
    }

    /**
     * Takes the next connection; waits for it.
     *
     * @return open, the key proved
     * @param <T> what it carries
     * @throws AuthenticationError where one has not proved the key; the next call takes the next
     * @throws UserFailure where this listener is closed
     */
    public <T extends @Nullable Object> Connection<T> accept() throws AuthenticationError {
        try {
            return new Connection<>(new SocketCarrier(listener.accept()));
        } catch (SocketError e) {
            throw e.errno() == SocketError.CLOSED ? new UserFailure("listener is closed") : SocketCarrier.failure(e);
        }
    }

    /**
     * Where it listens.
     *
     * @return for {@link Client}
     */
    public SocketAddress address() {
        return listener.address();
    }

    /**
     * Where the last accepted connection came from.
     *
     * @return null before the first
     */
    public @Nullable SocketAddress last_accepted() {
        return listener.lastAccepted();
    }

    /** Ends listening; connections that were accepted stay. */
    @Override
    public void close() {
        listener.close();
    }

    @Override
    public String toString() {
        return "<Listener(" + address() + (listener.closed() ? ", closed" : "") + ")>";
    }
}
