package parley.python;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.util.concurrent.Callable;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import parley.channel.Addresses;
import parley.channel.Family;
import parley.socket.AuthenticationError;
import parley.socket.SocketEnd;
import parley.socket.SocketError;
import parley.socket.SocketListener;
import parley.trace.UserFailure;

/**
 * Listeners and connections over sockets as {@code multiprocessing/sockets.py} uses them: no call throws. Public for
 * Python code. Any thread.
 */
public final class SocketsPort {
    static final int DONE = 0;
    static final int STOPPED = 3;
    static final int CLOSED = 4;
    static final int END = 5;
    static final int BROKEN = 6;
    static final int UNPROVED = 7;
    static final int REFUSED = 8;

    private final Interrupts interrupts;

    SocketsPort(Interrupts interrupts) {
        this.interrupts = interrupts;
    }

    /**
     * What came of a call.
     *
     * @param code 0 done, 3 interrupted, 4 closed here, 5 the end, 6 no message, 7 the key is not proved, 8 what was
     *     asked cannot be; below 0: minus the system's error number
     * @param text why
     * @param value where it is done
     */
    public record Outcome(
            int code, @Nullable String text, @Nullable Object value) {}

    /** Runs what may wait. */
    static Outcome attempt(Interrupts interrupts, Callable<?> call) {
        return interrupts.blocking(
                () -> {
                    try {
                        return new Outcome(DONE, null, call.call());
                    } catch (SocketError e) {
                        return new Outcome(code(e), e.getMessage(), null);
                    } catch (AuthenticationError e) {
                        return new Outcome(UNPROVED, e.getMessage(), null);
                    } catch (UserFailure e) {
                        return new Outcome(REFUSED, e.getMessage(), null);
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                new Outcome(STOPPED, null, null));
    }

    static int code(SocketError error) {
        return switch (error.errno()) {
            case SocketError.END -> END;
            case SocketError.BROKEN -> BROKEN;
            case SocketError.CLOSED -> CLOSED;
            default -> -error.errno();
        };
    }

    /** A {@link ListenerPort}; an empty place is one of our choice. */
    public Outcome listen(String family, String place, int port, int backlog, Value key, boolean guarded) {
        byte[] secret = key.isNull() ? null : Codec.copy(key);
        return attempt(interrupts, () -> {
            Family kind = Family.valueOf(family);
            SocketAddress address = place.isEmpty() && port < 0 ? Addresses.local(kind) : address(kind, place, port);
            if (guarded) {
                Addresses.checkGuarded(address, secret != null);
            }
            return new ListenerPort(SocketListener.bind(address, backlog, secret), interrupts);
        });
    }

    /** A {@link SocketPort}. */
    public Outcome connect(String family, String place, int port, Value key) {
        byte[] secret = key.isNull() ? null : Codec.copy(key);
        return attempt(
                interrupts,
                () -> new SocketPort(
                        SocketEnd.connect(address(Family.valueOf(family), place, port), secret), interrupts));
    }

    private static SocketAddress address(Family family, String place, int port) {
        try {
            return family == Family.AF_UNIX ? UnixDomainSocketAddress.of(place) : Addresses.inet(place, port);
        } catch (InvalidPathException e) {
            throw new UserFailure("address must be a path: address=" + place.replace('\0', '@'));
        }
    }

    /** Host and port, or a path. */
    static Object[] parts(@Nullable SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> new Object[] {inet.getAddress().getHostAddress(), inet.getPort()};
            case UnixDomainSocketAddress unix -> new Object[] {unix.getPath().toString()};
            case null, default -> new Object[0];
        };
    }
}
