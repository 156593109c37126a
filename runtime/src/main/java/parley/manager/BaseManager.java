package parley.manager;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.channel.Addresses;
import parley.channel.Family;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.SessionKey;
import parley.process.Current;
import parley.process.Process;
import parley.ship.Fn;
import parley.ship.Fn2;
import parley.ship.Fn3;
import parley.trace.UserFailure;

/**
 * A manager, as Python's {@code BaseManager}: a process that keeps objects, and what has their proxies made.
 *
 * <pre>
 *   var m = new BaseManager();                                   var m = new BaseManager("localhost", 6000, key);
 *   m.register("Counter", Counter::new);                         m.register("get_queue");
 *   m.start();                    one of our own                 m.connect();              one elsewhere, also of CPython
 *   var n = m.get("Counter");                                    QueueProxy&lt;String&gt; q = (QueueProxy) m.get("get_queue");
 *
 *   made ─start─▶ started ─shutdown─▶ ended          made ─connect─▶ connected          made ─get_server─▶ serve_forever, here
 * </pre>
 *
 * One that this program has started ends with {@link #close}, with {@link #shutdown}, or with this program. Any thread.
 */
public class BaseManager implements AutoCloseable {
    private static final double PATIENCE = 1;

    private final SocketAddress address;
    private final byte[] key;
    private final Map<String, Registered> registered = new LinkedHashMap<>();
    private @Nullable Remote remote;
    private @Nullable Process process;
    private long starter;

    /** One that other programs of this session, and those that know its key, can reach. */
    public BaseManager() {
        this(
                Addresses.local(Family.AF_UNIX),
                HexFormat.of().parseHex(SessionKey.of(Member.current().folder())));
    }

    /**
     * One at a path.
     *
     * @param path its address
     * @param authkey what its clients must know
     */
    public BaseManager(String path, byte[] authkey) {
        this(UnixDomainSocketAddress.of(path), authkey);
    }

    /**
     * One at a port.
     *
     * @param host of the manager: {@code localhost}
     * @param port 0 for any that is free
     * @param authkey what its clients must know
     */
    public BaseManager(String host, int port, byte[] authkey) {
        this(Addresses.inet(host, port), authkey);
    }

    /**
     * One at an address.
     *
     * @param address where
     * @param authkey what its clients must know
     */
    public BaseManager(SocketAddress address, byte[] authkey) {
        this.address = address;
        this.key = authkey.clone();
    }

    /**
     * Says that the manager that it connects to has objects of that name.
     *
     * @param typeid the name
     */
    public void register(String typeid) {
        register(new Registered(typeid, null, List.of(), ""));
    }

    /**
     * Says how objects of a name are made, or which proxies they have.
     *
     * @param typeid the name
     * @param type a class: the manager calls its constructor; or a class of proxies
     * @param exposed the methods that clients may call; none for all that are public
     */
    public void register(String typeid, Class<?> type, String... exposed) {
        register(
                BaseProxy.class.isAssignableFrom(type)
                        ? new Registered(typeid, null, List.of(exposed), type.getSimpleName())
                        : new Registered(typeid, type, List.of(exposed), ""));
    }

    /**
     * Says how objects of a name are made.
     *
     * @param typeid the name
     * @param factory makes one, or gives the same each time; called in the manager
     * @param exposed the methods that clients may call; none for all that are public
     */
    public void register(String typeid, Factory factory, String... exposed) {
        register(new Registered(typeid, factory, List.of(exposed), ""));
    }

    /**
     * Says how objects of a name are made.
     *
     * @param typeid the name
     * @param factory makes one of one argument; called in the manager
     * @param exposed the methods that clients may call; none for all that are public
     * @param <A> the argument
     */
    public <A extends @Nullable Object> void register(String typeid, Fn<A, ?> factory, String... exposed) {
        register(new Registered(typeid, factory, List.of(exposed), ""));
    }

    /**
     * Says how objects of a name are made.
     *
     * @param typeid the name
     * @param factory makes one of two arguments; called in the manager
     * @param exposed the methods that clients may call; none for all that are public
     * @param <A> the first argument
     * @param <B> the second one
     */
    public <A extends @Nullable Object, B extends @Nullable Object> void register(
            String typeid, Fn2<A, B, ?> factory, String... exposed) {
        register(new Registered(typeid, factory, List.of(exposed), ""));
    }

    /**
     * Says how objects of a name are made.
     *
     * @param typeid the name
     * @param factory makes one of three arguments; called in the manager
     * @param exposed the methods that clients may call; none for all that are public
     * @param <A> the first argument
     * @param <B> the second one
     * @param <C> the third one
     */
    public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> void register(
            String typeid, Fn3<A, B, C, ?> factory, String... exposed) {
        register(new Registered(typeid, factory, List.of(exposed), ""));
    }

    private synchronized void register(Registered one) {
        if (process != null) {
            throw new UserFailure("a manager that has started learns no new names: name=" + one.typeid());
        }
        registered.put(one.typeid(), one);
    }

    /**
     * Uses a manager that another program has started, or will serve; it may be CPython's.
     *
     * @throws parley.trace.DiedFailure where none answers
     * @throws UserFailure where its key is another one
     */
    public synchronized void connect() {
        checkNew();
        Remote found = Remote.to(address, key);
        boolean answers = false;
        try {
            Object _ = found.control("dummy", List.of(), Map.of());
            answers = true;
        } catch (PythonError e) {
            throw BaseProxy.failure(e);
        } finally {
            if (!answers && !found.isNear()) {
                found.forget();
            }
        }
        remote = found;
    }

    /**
     * Starts the manager, a process by the current start method.
     *
     * @throws UserFailure where it cannot listen there, or what was registered cannot be sent
     */
    public synchronized void start() {
        checkNew();
        guard();
        Board board = Board.create(Board.STARTING, key);
        var setup = new ManagerProcess.Setup(
                board.address(), Server.show(address), key, new ArrayList<>(registered.values()));
        Fn<ManagerProcess.Setup, @Nullable Object> body = ManagerProcess::serve;
        Process started = new Process(body, setup).daemon(true);
        started.name(name() + started.name().substring(started.name().indexOf('-')));
        started.start();
        while (board.state() == Board.STARTING && started.is_alive()) {
            board.awaitState(Board.STARTING, Deadline.SLICE);
            Deadline.checkStopped("start " + board.name());
        }
        if (board.state() != Board.SERVING) {
            started.join();
            String why = board.where();
            board.end();
            throw new UserFailure(why.isEmpty() ? "a manager did not start: exit code=" + started.exitcode() : why);
        }
        process = started;
        starter = Current.pid();
        remote = Remote.of(board);
    }

    /** What its process is called, before the number. */
    String name() {
        return getClass().getSimpleName();
    }

    private void guard() {
        Addresses.checkGuarded(address, key.length > 0);
    }

    /**
     * The server of this manager, to be run by this program itself.
     *
     * @return one that listens already; {@link Server#serve_forever} serves
     */
    public synchronized Server get_server() {
        checkNew();
        guard();
        Board board = Board.create(Board.STARTING, key);
        try {
            return new Server(board, address, key, ManagerProcess.kinds(new ArrayList<>(registered.values())));
        } catch (UserFailure e) {
            board.end();
            throw e;
        }
    }

    private void checkNew() {
        if (remote != null) {
            throw new UserFailure("manager has started or connected already");
        }
    }

    private Remote remote() {
        Remote known = remote;
        if (known == null) {
            throw new UserFailure("manager has not started\nMaybe call start() or connect() first");
        }
        return known;
    }

    /**
     * Makes an object in the manager, or gets what it has registered under that name.
     *
     * @param typeid the name
     * @param arguments for its factory; copied
     * @return its proxy
     */
    public final BaseProxy get(String typeid, @Nullable Object... arguments) {
        return create(typeid, Arrays.asList(arguments), Map.of());
    }

    final BaseProxy create(String typeid, List<@Nullable Object> arguments, Map<String, @Nullable Object> named) {
        Registered known = registered.get(typeid);
        try {
            return remote().create(typeid, known == null ? "" : known.proxy(), arguments, named);
        } catch (PythonError e) {
            throw BaseProxy.failure(e);
        }
    }

    /**
     * Where it is.
     *
     * @return with the port that was chosen, once it has started
     */
    public SocketAddress address() {
        Remote known = remote;
        return known == null ? address : known.address();
    }

    /** Ends the manager, and all that it keeps, where this program has started it. */
    public synchronized void shutdown() {
        Process mine = process;
        if (mine == null || starter != Current.pid()) {
            return;
        }
        process = null;
        if (mine.is_alive()) {
            try {
                Object _ = remote().control("shutdown", List.of(), Map.of());
                mine.join(PATIENCE);
            } catch (PythonError | parley.trace.DiedFailure e) {
                // it ends without
            }
            if (mine.is_alive()) {
                mine.terminate();
                mine.join(PATIENCE);
            }
            if (mine.is_alive()) {
                mine.kill();
                mine.join();
            }
        }
        remote().board().end();
    }

    @Override
    public void close() {
        shutdown();
    }

    @Override
    public String toString() {
        return "<" + getClass().getSimpleName() + "(address=" + Server.show(address()) + ")>";
    }
}
