package parley.manager;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.channel.Addresses;
import parley.pickle.PickledName;
import parley.pickle.PickledObject;
import parley.wire.Tuple;

/**
 * Which object of which manager: what Python's proxies are made of.
 *
 * @param typeid its kind, as {@code dict}
 * @param address the manager's, as Python has it: a path, or a tuple of host and port
 * @param id the object's
 */
record Token(String typeid, @Nullable Object address, String id) {
    static final String NAME = "multiprocessing.managers.Token";

    static Token of(@Nullable Object state) {
        if (state instanceof Tuple(List<?> parts)
                && parts.size() == 3
                && parts.get(0) instanceof String typeid
                && parts.get(2) instanceof String id) {
            return new Token(typeid, parts.get(1), id);
        }
        throw new IllegalArgumentException("not a manager's token: state=" + state);
    }

    PickledObject pickled() {
        return PickledObject.of(
                new PickledName("multiprocessing.managers", "Token"),
                new Tuple(java.util.Arrays.asList(typeid, address, id)));
    }

    /** The address as Python has it. */
    static Object python(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> unix.getPath().toString();
            case InetSocketAddress inet -> new Tuple(List.of(inet.getAddress().getHostAddress(), inet.getPort()));
            default -> address.toString();
        };
    }

    /** An address from what {@link Server#show} made of it. */
    static SocketAddress parse(String where) {
        int colon = where.lastIndexOf(':');
        return where.startsWith("/") || colon < 0
                ? UnixDomainSocketAddress.of(where)
                : Addresses.inet(where.substring(0, colon), Integer.parseInt(where.substring(colon + 1)));
    }

    /** The address as Java has it. */
    static SocketAddress java(@Nullable Object address) {
        return switch (address) {
            case String path -> UnixDomainSocketAddress.of(path);
            case Tuple(List<?> parts)
            when parts.size() == 2 && parts.get(0) instanceof String host && parts.get(1) instanceof Integer port ->
                Addresses.inet(host, port);
            case null, default -> throw new IllegalArgumentException("not an address: value=" + address);
        };
    }
}
