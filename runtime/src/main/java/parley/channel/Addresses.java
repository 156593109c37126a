package parley.channel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import parley.memory.Member;
import parley.trace.Self;
import parley.trace.UserFailure;

/** Where listeners are. Has no state but a counter. Public for the languages. */
public final class Addresses {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private Addresses() {}

    /**
     * A fresh address of this machine.
     *
     * @param family its kind
     * @return a path in the session's private folder, or any free port of the loopback interface
     */
    public static SocketAddress local(Family family) {
        return switch (family) {
            case AF_UNIX ->
                UnixDomainSocketAddress.of(Member.current()
                        .folder()
                        .path()
                        .resolve("listener-" + Self.pid() + "-" + COUNTER.incrementAndGet()));
            case AF_INET -> inet("127.0.0.1", 0);
        };
    }

    /**
     * A host and a port.
     *
     * @param host its name or number; empty for every interface of this machine
     * @param port 0 for any that is free
     * @return with the host's number
     * @throws UserFailure where no such host is known
     */
    public static InetSocketAddress inet(String host, int port) {
        if (port < 0 || port > 0xffff) {
            throw new UserFailure("port must be 0 to 65535: port=" + port);
        }
        try {
            return new InetSocketAddress(
                    Arrays.stream(InetAddress.getAllByName(host.isEmpty() ? "0.0.0.0" : host))
                            .filter(Inet4Address.class::isInstance)
                            .findFirst()
                            .orElseThrow(() -> new UnknownHostException(host)),
                    port);
        } catch (UnknownHostException e) {
            throw new UserFailure("no such host: host=" + host);
        }
    }

    /**
     * Refuses to let everybody in: who can reach an address beyond this machine must prove a key.
     *
     * @param address where a listener is to be
     * @param hasKey whether it asks for one
     * @throws UserFailure where it does not, and is not of this machine alone
     */
    public static void checkGuarded(SocketAddress address, boolean hasKey) {
        if (!hasKey
                && address instanceof InetSocketAddress inet
                && !inet.getAddress().isLoopbackAddress()) {
            throw new UserFailure("a listener that other machines reach needs an authkey: address=" + address
                    + "\nMaybe give one, or listen on localhost.");
        }
    }
}
