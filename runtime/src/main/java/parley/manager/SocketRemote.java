package parley.manager;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.pickle.ObjectReader;
import parley.pickle.Pickle;
import parley.pickle.PickledObject;
import parley.process.Current;
import parley.socket.AuthenticationError;
import parley.socket.SocketEnd;
import parley.socket.SocketError;
import parley.trace.DiedFailure;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;
import parley.wire.Tuple;

/**
 * A manager elsewhere, CPython's or one of ours, over a socket: one connection for each thread that calls, and a short one
 * for each question to the manager itself, which is how CPython has it.
 */
final class SocketRemote extends Remote {
    private static final Map<String, @Nullable Object> NO_NAMES = Map.of();

    private final SocketAddress address;
    private final byte[] key;
    private final Map<String, ObjectReader> readers;

    @SuppressWarnings("ThreadLocalUsage") // one for each manager
    private final ThreadLocal<@Nullable Mine> mine = new ThreadLocal<>();

    /** A thread's connection; another one's in a copy of the process. */
    private record Mine(SocketEnd end, long process) {}

    SocketRemote(Board board, SocketAddress address, byte[] key) {
        super(board);
        this.address = address;
        this.key = key;
        this.readers = Pickles.readers((type, token, exposed) -> at(token).proxy(token, type.name(), exposed, false));
    }

    /** The manager of a proxy that came in an answer: mostly the one that answered, by the name that it has for itself. */
    private Remote at(Token token) {
        Object here = Token.python(address);
        return token.address() == null || here.equals(token.address()) || !isElsewhere(token.address())
                ? this
                : Remote.to(Token.java(token.address()), key);
    }

    private boolean isElsewhere(Object other) {
        return !(other instanceof Tuple(List<?> theirs) && Token.python(address) instanceof Tuple(List<?> ours))
                || !theirs.getLast().equals(ours.getLast());
    }

    @Override
    boolean isNear() {
        return false;
    }

    @Override
    SocketAddress address() {
        return address;
    }

    private SocketEnd connect() {
        try {
            return SocketEnd.connect(address, key);
        } catch (SocketError e) {
            throw gone(e);
        } catch (AuthenticationError e) {
            throw new UserFailure("the manager has another key: address=" + Server.show(address), "", e);
        }
    }

    private DiedFailure gone(SocketError e) {
        return new DiedFailure("no manager answers: address=" + Server.show(address) + ", because=" + e.getMessage());
    }

    private SocketEnd connection() throws PythonError {
        Mine known = mine.get();
        if (known != null && known.process() == Current.pid()) {
            return known.end();
        }
        SocketEnd end = connect();
        String name = Current.name() + "|" + Thread.currentThread().getName();
        Object _ = exchange(end, null, "accept_connection", Arrays.asList(name), NO_NAMES);
        mine.set(new Mine(end, Current.pid()));
        return end;
    }

    @Override
    @Nullable
    Object call(long number, String method, List<@Nullable Object> arguments) throws PythonError {
        SocketEnd end = connection();
        boolean whole = false;
        try {
            Object result = exchange(end, Long.toHexString(number), method, arguments, NO_NAMES);
            whole = true;
            return result;
        } catch (PythonError e) {
            whole = true;
            throw e;
        } finally {
            if (!whole) { // an answer may come yet
                end.close();
                mine.remove();
            }
        }
    }

    @Override
    @Nullable
    Object control(String method, List<@Nullable Object> arguments, Map<String, @Nullable Object> named)
            throws PythonError {
        try (SocketEnd end = connect()) {
            return exchange(end, null, method, arguments, named);
        }
    }

    @Override
    BaseProxy create(String typeid, String proxy, List<@Nullable Object> arguments, Map<String, @Nullable Object> named)
            throws PythonError {
        List<@Nullable Object> all = new ArrayList<>(arguments);
        all.addFirst(typeid);
        if (!(control("create", all, named) instanceof Tuple(List<?> made)
                && made.size() == 2
                && made.get(0) instanceof String id)) {
            throw new UserFailure("not a manager: address=" + Server.show(address));
        }
        return proxy(new Token(typeid, Token.python(address), id), proxy, Pickles.names(made.get(1)), true);
    }

    @Override
    void inherit(int heir, List<@Nullable Object> numbers) throws PythonError {
        for (Object number : numbers) {
            if (number instanceof Long known) {
                Object _ = control("incref", Arrays.asList(Long.toHexString(known)), NO_NAMES);
            }
        }
    }

    private @Nullable Object exchange(
            SocketEnd end,
            @Nullable String id,
            String method,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named)
            throws PythonError {
        byte[] request = Pickles.dumps(
                new Tuple(Arrays.asList(id, method, new Tuple(arguments), named)),
                object -> object instanceof BaseProxy other ? other.pickled() : null);
        byte[] answer;
        try {
            end.send(request);
            answer = end.receive(SocketEnd.UNLIMITED);
        } catch (SocketError e) {
            throw gone(e);
        } catch (StoppedFailure e) {
            end.close();
            throw e;
        }
        if (!(Pickle.loads(answer, readers) instanceof Tuple(List<?> parts)
                && parts.size() == 2
                && parts.get(0) instanceof String kind)) {
            throw new UserFailure("not a manager: address=" + Server.show(address));
        }
        return result(kind, parts.get(1));
    }

    private @Nullable Object result(String kind, @Nullable Object result) throws PythonError {
        switch (kind) {
            case "#RETURN" -> {
                return result;
            }
            case "#PROXY" -> {
                if (result instanceof Tuple(List<?> parts) && parts.getLast() instanceof Token token) {
                    return proxy(token, "", Pickles.names(parts.getFirst()), true);
                }
            }
            case "#ERROR" -> {
                if (result instanceof PickledObject error) {
                    throw Pickles.error(error);
                }
            }
            default -> {
                // below
            }
        }
        String text = String.valueOf(result).strip();
        throw new UserFailure(text.substring(text.lastIndexOf('\n') + 1), text, null);
    }
}
