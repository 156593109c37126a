package parley.manager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import parley.pickle.ObjectReader;
import parley.pickle.ObjectWriter;
import parley.pickle.Pickle;
import parley.pickle.PickledName;
import parley.ship.JavaErrors;
import parley.socket.AuthenticationError;
import parley.socket.SocketEnd;
import parley.socket.SocketError;
import parley.socket.SocketListener;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;
import parley.wire.Tuple;

/**
 * Serves clients that come over sockets and speak as CPython's do.
 *
 * <pre>
 *   (None, function of the manager, args, kwds) ─▶ ('#RETURN', result) or ('#TRACEBACK', text), and the connection ends;
 *   but after accept_connection:
 *   (id, method, args, kwds) ─▶ ('#RETURN', result), ('#PROXY', (exposed, token)), ('#ERROR', exception), ... any number
 * </pre>
 *
 * A thread for each connection. What they are sent was proved to come from who knows the key.
 */
final class SocketDesk {
    /** All who come by sockets: each says by itself when it refers to an object no more. */
    private static final Object HOLDER = "sockets";

    private static final long NAP = 10_000_000;

    private final Server server;
    private final SocketListener listener;
    private final Object address;
    private final Board board;
    private final Map<String, ObjectReader> readers;
    private final ObjectWriter writer;

    SocketDesk(Server server, Shelf shelf, Board board, SocketListener listener) {
        this.server = server;
        this.listener = listener;
        this.board = board;
        this.address = Token.python(listener.address());
        this.readers = Pickles.readers((type, token, exposed) -> arrived(shelf, token, type, exposed));
        this.writer = object -> switch (object) {
            case Nested(Held held) -> shelf.pickled(held, address);
            case BaseProxy proxy -> proxy.pickled();
            default -> null;
        };
    }

    private Object arrived(Shelf shelf, Token token, PickledName type, List<String> exposed) {
        if (!address.equals(token.address())) {
            return Remote.to(Token.java(token.address()), server.key()).proxy(token, type.name(), exposed, false);
        }
        try {
            return shelf.nest(Long.parseUnsignedLong(token.id(), 16));
        } catch (PythonError e) {
            throw new IllegalArgumentException("no such object in this manager: " + e.getMessage(), e);
        }
    }

    /** Until the server ends. */
    void accept() {
        while (!server.isStopped()) {
            try {
                SocketEnd end = listener.accept();
                server.thread(() -> serve(end));
            } catch (AuthenticationError e) {
                System.err.println("warning: a manager's client has not proved the key: address=" + address);
            } catch (SocketError e) {
                if (listener.closed()) {
                    return;
                }
                LockSupport.parkNanos(NAP); // too many open files: some will be closed
            } catch (StoppedFailure e) {
                return;
            }
        }
    }

    private void serve(SocketEnd end) {
        Client client = new Client(end);
        client.attend();
        try (end) {
            if (control(end)) {
                board.clients(1);
                try {
                    while (!server.isStopped()) {
                        reply(end, answer(end.receive(SocketEnd.UNLIMITED)));
                    }
                } finally {
                    board.clients(-1);
                }
            }
        } catch (SocketError | StoppedFailure | Caller.Gone e) {
            // it has gone, or the manager ends
        }
    }

    /** Does what the manager itself is asked for; says whether calls of its objects follow. */
    private boolean control(SocketEnd end) throws SocketError {
        Object answer;
        boolean goesOn = false;
        boolean ends = false;
        try {
            Request request = Request.of(Pickle.loads(end.receive(SocketEnd.UNLIMITED), readers));
            goesOn = request.method().equals("accept_connection");
            ends = request.method().equals("shutdown");
            Object result = goesOn || ends ? null : server.control(request.method(), request.given(), HOLDER);
            answer = answer("#RETURN", result instanceof Shelf.Made(Held held) ? made(held) : result);
        } catch (SocketError | Caller.Gone e) {
            throw e;
        } catch (Exception | StackOverflowError e) {
            answer = answer("#TRACEBACK", describe(e));
            goesOn = false;
        }
        reply(end, answer);
        if (ends) {
            server.stop();
        }
        return goesOn;
    }

    /** What {@code create} gives. */
    private static Tuple made(Held held) {
        return new Tuple(List.of(
                Long.toHexString(held.number()),
                new Tuple(List.copyOf(held.kind().exposed()))));
    }

    private Object answer(byte[] message) {
        try {
            Request request = Request.of(Pickle.loads(message, readers));
            long number = Long.parseUnsignedLong(String.valueOf(request.ident()), 16);
            Object result = server.call(number, request.method(), request.given(), HOLDER);
            if (!(result instanceof Shelf.Made(Held held))) {
                return answer("#RETURN", result);
            }
            Token token = new Token(held.kind().typeid(), address, Long.toHexString(held.number()));
            return answer(
                    "#PROXY",
                    new Tuple(List.of(new Tuple(List.copyOf(held.kind().exposed())), token)));
        } catch (PythonError e) {
            return answer("#ERROR", Pickles.error(e));
        } catch (Caller.Gone e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError e) {
            PythonError error = JavaException.asPython(e);
            return error == null ? answer("#TRACEBACK", describe(e)) : answer("#ERROR", Pickles.error(error));
        }
    }

    private static String describe(Throwable e) {
        return e instanceof PythonError ? String.valueOf(e.getMessage()) + "\n" : JavaErrors.describe(e) + "\n";
    }

    private static Tuple answer(String kind, @Nullable Object result) {
        return new Tuple(Arrays.asList(kind, result));
    }

    private void reply(SocketEnd end, Object answer) throws SocketError {
        byte[] message;
        try {
            message = Pickles.dumps(answer, writer);
        } catch (UserFailure e) {
            message = Pickle.dumps(answer("#UNSERIALIZABLE", e.getMessage()));
        }
        end.send(message);
    }

    /** One request. */
    private record Request(@Nullable Object ident, String method, Arguments given) {
        @SuppressWarnings("unchecked") // named arguments have names
        static Request of(@Nullable Object message) {
            if (message instanceof Tuple(List<?> parts)
                    && parts.size() == 4
                    && parts.get(1) instanceof String method
                    && parts.get(3) instanceof Map<?, ?> named) {
                List<@Nullable Object> values = switch (parts.get(2)) {
                    case Tuple(var some) -> some;
                    case List<?> some -> new ArrayList<>(some);
                    case null, default -> throw new IllegalArgumentException("arguments are no tuple");
                };
                return new Request(parts.get(0), method, new Arguments(values, (Map<String, @Nullable Object>) named));
            }
            throw new IllegalArgumentException("not a manager's request: " + Objects.toString(message));
        }
    }

    /** A connection. */
    private static final class Client extends Caller {
        private final SocketEnd end;

        Client(SocketEnd end) {
            this.end = end;
        }

        @Override
        boolean gone() {
            try {
                return end.poll(0); // who waits for an answer sends nothing: it is the end
            } catch (SocketError e) {
                return true;
            }
        }

        @Override
        Object holder() {
            return HOLDER;
        }
    }
}
