package parley.python;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import parley.builtin.Descriptors;
import parley.trace.BugFailure;

/**
 * Stream sockets of the family {@code AF_UNIX} for Python's own module {@code socket}. GraalPy has those of the Internet
 * only: an object that is created without a channel, which it opens when it is bound or connected. Here it is given one
 * of the other family, and reads, writes, waits and closes as before; only where GraalPy looks at addresses it must not
 * see it. GraalPy has no way to say so: hence the reflection.
 *
 * <pre>
 *   descriptor ─▶ EmulatedStreamSocket ─┬─ serverChannel   bind
 *                                       └─ clientChannel   connect, accept
 * </pre>
 *
 * Public for Python code ({@code _parley.sockets}). Methods give 0, or the system's number of what was wrong. Any thread
 * that has the interpreter.
 */
public final class UnixSockets {
    private static final int BACKLOG = 4096;
    private static final int UNKNOWN = 22; // EINVAL
    private static final int WOULD_WAIT = 11; // EAGAIN

    /** By a part of what Java says. */
    private static final Map<String, Integer> ERRORS = Map.ofEntries(
            Map.entry("in use", 98),
            Map.entry("refused", 111),
            Map.entry("No such file", 2),
            Map.entry("Permission denied", 13),
            Map.entry("Not a directory", 20),
            Map.entry("Bad file", 9));

    private static final String CLIENT = "clientChannel";
    private static final String SERVER = "serverChannel";

    UnixSockets() {}

    /** Binds to a path, and lets others connect. */
    public int bind(int descriptor, String path) {
        return attempt(() -> {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
                server.configureBlocking(false); // Python waits in select
            } catch (IOException e) {
                server.close();
                throw e;
            }
            field(Descriptors.channel(descriptor), SERVER).set(Descriptors.channel(descriptor), server);
            return 0;
        });
    }

    /** Connects to a path. */
    public int connect(int descriptor, String path, boolean blocking) {
        return attempt(() -> {
            SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                client.connect(UnixDomainSocketAddress.of(path)); // at once: nobody has to answer
                client.configureBlocking(blocking);
            } catch (IOException e) {
                client.close();
                throw e;
            }
            field(Descriptors.channel(descriptor), CLIENT).set(Descriptors.channel(descriptor), client);
            return 0;
        });
    }

    /** The next who has connected becomes the other end of a socket that has no channel yet. */
    public int accept(int descriptor, int fresh) {
        return attempt(() -> {
            ServerSocketChannel server = (ServerSocketChannel)
                    field(Descriptors.channel(descriptor), SERVER).get(Descriptors.channel(descriptor));
            SocketChannel client = server == null ? null : server.accept();
            if (client == null) {
                return server == null ? UNKNOWN : WOULD_WAIT;
            }
            field(Descriptors.channel(fresh), CLIENT).set(Descriptors.channel(fresh), client);
            return 0;
        });
    }

    /** Whether it has a channel of this family. */
    public boolean has(int descriptor) {
        try {
            return channel(descriptor, CLIENT) instanceof NetworkChannel end && isUnix(end.getLocalAddress())
                    || channel(descriptor, SERVER) instanceof NetworkChannel own && isUnix(own.getLocalAddress());
        } catch (IOException | ReflectiveOperationException e) {
            return false;
        }
    }

    private static boolean isUnix(@Nullable SocketAddress address) {
        return address instanceof UnixDomainSocketAddress;
    }

    /** The path that it is bound to, or its peer is; empty where there is none, null where it is not connected. */
    public @Nullable String name(int descriptor, boolean peers) throws IOException, ReflectiveOperationException {
        Object client = channel(descriptor, CLIENT);
        Object server = channel(descriptor, SERVER);
        if (peers) {
            return client instanceof SocketChannel end ? String.valueOf(end.getRemoteAddress()) : null;
        }
        NetworkChannel own = (NetworkChannel) (client != null ? client : server);
        return own == null ? "" : String.valueOf(own.getLocalAddress());
    }

    /** Calls something while GraalPy sees no channel there. */
    public void hidden(int descriptor, Value what) throws IOException, ReflectiveOperationException {
        Object socket = Descriptors.channel(descriptor);
        Object client = field(socket, CLIENT).get(socket);
        Object server = field(socket, SERVER).get(socket);
        field(socket, CLIENT).set(socket, null);
        field(socket, SERVER).set(socket, null);
        try {
            what.executeVoid();
        } finally {
            field(socket, CLIENT).set(socket, client);
            field(socket, SERVER).set(socket, server);
        }
    }

    private interface Attempt {
        int run() throws IOException, ReflectiveOperationException;
    }

    private static int attempt(Attempt what) {
        try {
            return what.run();
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            return ERRORS.entrySet().stream()
                    .filter(error -> message.contains(error.getKey()))
                    .map(Map.Entry::getValue)
                    .findAny()
                    .orElse(UNKNOWN);
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the sockets of this GraalPy cannot be found", e);
        }
    }

    private static @Nullable Object channel(int descriptor, String name)
            throws IOException, ReflectiveOperationException {
        Object socket = Descriptors.channel(descriptor);
        return field(socket, name).get(socket);
    }

    private static Field field(Object socket, String name) throws ReflectiveOperationException {
        Field field = socket.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
