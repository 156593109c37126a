package parley.manager;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.memory.Member;
import parley.memory.ProcessTable;
import parley.socket.SocketError;
import parley.socket.SocketListener;
import parley.trace.UserFailure;
import parley.wire.Tuple;

/**
 * A manager's server: holds the objects, and does what proxies ask for.
 *
 * <pre>
 *   clients of the session ── lines in shared memory ──▶ LineDesk ──┐
 *   all others ── sockets, CPython's protocol ──▶ SocketDesk ───────┴▶ Server ─▶ Shelf ─▶ Held ─▶ Referent
 *                                                                       └─▶ Board: what %managers shows
 * </pre>
 *
 * Any thread.
 */
public final class Server {
    private static final int BACKLOG = 1024;
    private static final long MOMENT_MILLIS = 200;
    private static final int FORGETS = 5; // in moments

    private final Board board;
    private final Shelf shelf;
    private final SocketListener listener;
    private final byte[] key;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("manager-", 1).factory());
    private final CountDownLatch stopped = new CountDownLatch(1);

    Server(Board board, SocketAddress address, byte[] key, Map<String, Kind> kinds) {
        this.board = board;
        this.key = key;
        this.shelf = new Shelf(board, kinds);
        try {
            listener = SocketListener.bind(address, BACKLOG, key);
        } catch (SocketError e) {
            throw new UserFailure("a manager cannot listen there: address=" + address + ", because=" + e.getMessage());
        }
    }

    byte[] key() {
        return key;
    }

    /**
     * Where it listens.
     *
     * @return with the port that was chosen
     */
    public SocketAddress address() {
        return listener.address();
    }

    /** Serves until somebody asks it to {@link #stop}, or this thread is interrupted. */
    public void serve_forever() {
        SocketDesk sockets = new SocketDesk(this, shelf, board, listener);
        LineDesk lines = new LineDesk(this, board, new ServerReader(board.number(), shelf));
        thread(sockets::accept);
        thread(lines::openDoor);
        board.serve(show(listener.address()));
        ProcessTable processes = Member.current().segment().processes();
        try {
            for (int moment = 1; !stopped.await(MOMENT_MILLIS, TimeUnit.MILLISECONDS); moment++) {
                shelf.show();
                if (moment % FORGETS == 0) {
                    shelf.forget(holder -> holder instanceof Integer owner && !processes.isAlive(owner));
                }
            }
        } catch (InterruptedException e) {
            stop();
        } finally {
            board.end();
            listener.close();
            var _ = threads.shutdownNow();
        }
    }

    static String show(SocketAddress address) {
        return Token.python(address) instanceof Tuple(var parts)
                ? parts.getFirst() + ":" + parts.getLast()
                : String.valueOf(Token.python(address));
    }

    /** Ends {@link #serve_forever}. */
    public void stop() {
        stopped.countDown();
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** In a thread of its own, one that has done something else before where there is such: most connections are short. */
    void thread(Runnable body) {
        try {
            threads.execute(body);
        } catch (RejectedExecutionException e) {
            // the manager has ended
        }
    }

    /** What the manager itself is asked for. */
    @Nullable
    Object control(String method, Arguments given, Object holder) throws Exception {
        return switch (method) {
            case "create" ->
                shelf.create(
                        given.text(0, "typeid"),
                        new Arguments(given.values().subList(1, given.values().size()), given.named()),
                        holder);
            case "incref" -> {
                shelf.incref(number(given.get(0, "ident")), holder);
                yield null;
            }
            case "decref" -> {
                shelf.decref(number(given.get(0, "ident")), holder);
                yield null;
            }
            case "inherit" -> {
                for (Object number : given.values().subList(1, given.values().size())) {
                    shelf.incref(number(number), given.integer(0, "heir"));
                }
                yield null;
            }
            case "get_methods" -> new Tuple(List.copyOf(methods(given.get(0, "token"))));
            case "number_of_objects" -> shelf.size();
            case "debug_info" -> shelf.info();
            case "dummy" -> null;
            case "shutdown" -> {
                stop();
                yield null;
            }
            default -> throw PythonError.of("AssertionError", "'" + method + "' unrecognized");
        };
    }

    private Set<String> methods(@Nullable Object token) throws PythonError {
        long number = token instanceof Token known ? number(known.id()) : number(token);
        return shelf.find(number).kind().exposed();
    }

    private static long number(@Nullable Object id) {
        return switch (id) {
            case Number number -> number.longValue();
            case String text -> Long.parseUnsignedLong(text, 16);
            case null, default -> throw new IllegalArgumentException("not an object's id: value=" + id);
        };
    }

    /** What one of its objects is asked for. */
    @Nullable
    Object call(long number, String method, Arguments given, Object holder) throws Exception {
        return shelf.call(shelf.find(number), method, given, holder);
    }

    /** A client's thread was killed. */
    void ended(Caller caller) {
        shelf.ended(caller);
    }
}
