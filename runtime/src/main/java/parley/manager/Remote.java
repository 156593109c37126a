package parley.manager;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.memory.Member;
import parley.process.Current;
import parley.trace.Failure;
import parley.trace.UserFailure;

/**
 * A manager, as this process reaches it. One for each manager and process; each thread has a connection of its own.
 *
 * <pre>
 *   LineRemote     of this session: through shared memory
 *   SocketRemote   any other, of CPython too: over a socket, in pickles
 * </pre>
 *
 * Counts what this process refers to there, so that a copy of it can have the same. Any thread.
 */
abstract sealed class Remote permits LineRemote, SocketRemote {
    private static final Map<Long, Remote> KNOWN = new ConcurrentHashMap<>();

    static {
        AtFork.beforeFork(Remote::heirs);
        Current.whenLeaving(Remote::releaseAll);
    }

    private final Map<Long, Integer> references = new ConcurrentHashMap<>();
    private final Board board;

    Remote(Board board) {
        this.board = board;
    }

    /** The manager at an address, where another one of this session may have it too. */
    static Remote to(SocketAddress address, byte[] key) {
        String where = Server.show(address);
        for (Board board : Board.all(Member.current().segment())) {
            boolean there = board.state() == Board.CONNECTED || board.isServed();
            if (there && board.where().equals(where) && Arrays.equals(key, board.key())) {
                return of(board);
            }
        }
        Board board = Board.create(Board.CONNECTED, key);
        board.where(where);
        return KNOWN.computeIfAbsent(board.number(), _ -> new SocketRemote(board, address, key));
    }

    /** By its number in this session. */
    static Remote numbered(long number) {
        Remote known = KNOWN.get(number);
        if (known != null) {
            return known;
        }
        Board board = Board.find(number);
        if (board == null) {
            throw new IllegalArgumentException("no such manager in this session: number=" + number);
        }
        return of(board);
    }

    static Remote of(Board board) {
        return KNOWN.computeIfAbsent(board.number(), _ -> make(board));
    }

    private static Remote make(Board board) {
        if (board.state() != Board.CONNECTED) {
            return new LineRemote(board);
        }
        byte[] key = board.key();
        if (key == null) {
            throw new UserFailure("a proxy of a manager with so long a key does not travel: bytes>512");
        }
        return new SocketRemote(board, Token.parse(board.where()), key);
    }

    /** Before this process is copied: the copy refers to what this one does. */
    private static void heirs(int heir) {
        for (Remote remote : KNOWN.values()) {
            List<@Nullable Object> numbers = remote.references();
            if (!numbers.isEmpty()) {
                try {
                    remote.inherit(heir, numbers);
                } catch (PythonError | Failure e) {
                    // the manager has gone: nobody refers to anything there
                }
            }
        }
    }

    /** A number for each reference. */
    private List<@Nullable Object> references() {
        List<@Nullable Object> numbers = new ArrayList<>();
        references.forEach((number, count) -> numbers.addAll(Collections.nCopies(count, number)));
        return numbers;
    }

    /** This process leaves: a manager of the session notices by itself. */
    private static void releaseAll() {
        for (Remote remote : KNOWN.values()) {
            try {
                for (Object number : remote.references()) {
                    if (number instanceof Long known && !remote.isNear()) {
                        Object _ = remote.control("decref", Arrays.asList(Long.toHexString(known)), Map.of());
                    }
                }
            } catch (PythonError | Failure e) {
                // the manager has gone
            }
        }
    }

    /** It is none: nobody connects to it by its number. */
    final void forget() {
        KNOWN.remove(board.number());
        board.end();
    }

    Board board() {
        return board;
    }

    /** Whether it is a manager of ours, reached through shared memory, which knows more than Python's methods. */
    abstract boolean isNear();

    /**
     * Calls a method of one of its objects.
     *
     * @throws PythonError where it raises an exception of Python's; one of Java's is thrown as it is
     */
    abstract @Nullable Object call(long number, String method, List<@Nullable Object> arguments) throws PythonError;

    /** Asks the manager itself. */
    abstract @Nullable Object control(
            String method, List<@Nullable Object> arguments, Map<String, @Nullable Object> named) throws PythonError;

    /** Makes an object there; the proxy has the reference that the manager counted for it. */
    abstract BaseProxy create(
            String typeid, String proxy, List<@Nullable Object> arguments, Map<String, @Nullable Object> named)
            throws PythonError;

    abstract void inherit(int heir, List<@Nullable Object> numbers) throws PythonError;

    /**
     * A proxy for an object.
     *
     * @param adopt whether the manager counts the reference already
     */
    BaseProxy proxy(String type, long number, boolean adopt) {
        if (!adopt) {
            try {
                Object _ = control("incref", Arrays.asList(Long.toHexString(number)), Map.of());
            } catch (PythonError e) {
                throw new UserFailure(
                        "the manager has no such object any more: id=" + Long.toHexString(number)
                                + "\nMaybe keep the first proxy until the other one has arrived",
                        "",
                        e);
            }
        }
        references.merge(number, 1, Integer::sum);
        return Proxies.make(type, this, number);
    }

    BaseProxy proxy(Token token, String pythonType, List<String> exposed, boolean adopt) {
        String type = Proxies.TYPES.containsKey(pythonType) ? pythonType : Proxies.type(token.typeid(), exposed);
        return proxy(type, Long.parseUnsignedLong(token.id(), 16), adopt).exposing(token.typeid(), exposed);
    }

    /** A proxy is done with. */
    void release(long number) {
        references.merge(number, -1, (a, b) -> a + b <= 0 ? null : a + b);
        try {
            Object _ = control("decref", Arrays.asList(Long.toHexString(number)), Map.of());
        } catch (PythonError | Failure e) {
            // the manager has gone, or has forgotten it
        }
    }

    abstract SocketAddress address();
}
