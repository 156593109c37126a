package parley.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import parley.builtin.Builtins;
import parley.builtin.MainThread;
import parley.debug.Desk;
import parley.fork.Fork;
import parley.manager.Board;
import parley.manager.Managed;
import parley.memory.Libc;
import parley.memory.Member;
import parley.memory.SessionKey;
import parley.pool.Dispatcher;
import parley.pool.Staff;
import parley.process.Child;
import parley.process.Coming;
import parley.process.Current;
import parley.process.StartMethod;
import parley.process.Worker;
import parley.process.WorkerServer;
import parley.ship.SessionVariables;
import parley.ship.Shipment;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;
import parley.wire.Plain;

/**
 * The Java side, as Python code sees it: {@code _parley.host}. Public for Python code. Any thread.
 *
 * <p>Byte strings come back as text, one character for each byte: Python makes bytes of such a text fastest.
 */
public final class Host {
    private final Interrupts interrupts;
    private volatile boolean signalsWake;
    private final CodeCache code;
    private final Codec codec = new Codec();
    private @Nullable Builtins builtins; // used by the thread that has the interpreter
    private final ProgramsPort programs;

    Host(Interrupts interrupts, CodeCache code) {
        this.interrupts = interrupts;
        this.code = code;
        this.programs = new ProgramsPort(interrupts);
    }

    // the modules in the jar

    /** Where the Python sources are. */
    public String home() {
        return Sources.home();
    }

    /** A Python source, or null. */
    public @Nullable String source(String path) {
        return Sources.read(path);
    }

    /** Tells one state of a file from another; empty where that cannot be told. */
    public String stamp(String file) {
        return Sources.stamp(file);
    }

    /** What an earlier process has compiled of a source at a place, as text, or null. */
    public @Nullable String compiled(String place, String source) {
        byte[] found = code.read(place, source);
        return found == null ? null : Codec.latin1(found);
    }

    /** Keeps that for later processes. */
    public void keepCompiled(String place, String source, Value compiled) {
        code.write(place, source, Codec.copy(compiled));
    }

    /** The program that runs Python as {@code python3} does, by this build; empty where no launcher stands by it. */
    public String executable() {
        return Sources.executable();
    }

    // this process

    /** The operating system's number of this process, asked for anew each time. */
    public long pid() {
        return Current.pid();
    }

    /** As {@code os._exit}: no threads, no {@code atexit}, no {@code finally}; but nothing of ours is left behind. */
    public void exit(int status) {
        if (Fork.isCopy()) {
            Fork.exit(status & 0xff); // shutdown hooks are the original's
        }
        System.exit(status);
    }

    /** Whether this process is a copy of another one, that goes on where that one was. */
    public boolean isCopy() {
        return Fork.isCopy();
    }

    /** The end of such a copy: what Java has to tidy, then no way back. */
    public void leaveCopy(int status) {
        Current.leave();
        Member.current().leaveOrphaned();
        Fork.exit(status & 0xff);
    }

    /** As {@code Process.name}. */
    public String name() {
        return Current.name();
    }

    /** Whether another process of the session started it. */
    public boolean isChild() {
        return Current.isChild();
    }

    /** As {@code Process.daemon}. */
    public boolean isDaemon() {
        return Current.daemon();
    }

    /** The number of the next child. */
    public int nextNumber() {
        return Current.nextNumber();
    }

    /** Its parent's name. */
    public String parentName() {
        return Current.parentName();
    }

    /** Its parent's number. */
    public long parentPid() {
        return Current.parentPid();
    }

    /** Whether its parent lives. */
    public boolean parentLives() {
        return lives(Current.parentPid());
    }

    /** The operating system's number of the process that it is a child of now. */
    public long parentNow() {
        return ProcessHandle.of(pid())
                .flatMap(ProcessHandle::parent)
                .map(ProcessHandle::pid)
                .orElse(1L);
    }

    /** Whether there is such a process. */
    public boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Sends a signal; whether that was possible. */
    public boolean kill(long pid, int signal) {
        return Libc.kill(pid, signal);
    }

    /** What the system offers and GraalPy does not. */
    public SystemPort system() {
        return new SystemPort(interrupts);
    }

    /** Other programs, and copies of this process by {@code os.fork}. */
    public ProgramsPort programs() {
        return programs;
    }

    /** How many processors there are. */
    public int cpuCount() {
        return Current.cpu_count();
    }

    /** The folder in which the process started. */
    public String folder() {
        return Path.of("").toAbsolutePath().toString();
    }

    /** Whether the handler of Ctrl-C is due: asked where a SIGINT has arrived. */
    public boolean takeInterrupt() {
        return interrupts.take();
    }

    /** What a file of {@code /proc} or {@code /sys} holds, a letter a byte; null where Python reads it, or says why it cannot. */
    public @Nullable String kernelFile(String name) {
        try {
            Path file = Path.of(name);
            boolean isPlain = file.startsWith("/proc") && Files.size(file) > 0; // one that somebody has opened
            return isPlain ? null : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** Whether the last read of the standard input ended because a signal came. */
    public boolean inputWasStopped() {
        return interrupts.takeInputStopped();
    }

    /** Whether the handler of a signal will run as soon as Python code goes on. */
    public boolean signalIsDue() {
        return interrupts.isDue();
    }

    /** Whether Ctrl-C does nothing from now on. */
    public void ignoreInterrupts(boolean now) {
        interrupts.ignore(now);
    }

    /** The handler of another signal runs. */
    public void signalTaken() {
        interrupts.taken();
    }

    /** Whether what comes now is the user's, if it was not before; else it is ours: a late Ctrl-C does not stop it. */
    public void userCode(boolean runs) {
        if (runs) {
            interrupts.goOn();
        } else {
            interrupts.end();
        }
    }

    /** Whether somebody waits for signals in {@code select}, which they do not interrupt. */
    public void signalsWake(boolean now) {
        signalsWake = now;
    }

    /**
     * GraalPy has a handler of a signal, named as {@code INT}: ours must stand before it. {@code wake} is for who waits
     * in {@code select}, run in the thread that hears the signal.
     */
    public void surroundSignal(String name, Value wake) {
        Runnable after = () -> {
            interrupts.wake();
            if (signalsWake) {
                wake.executeVoid();
            }
        };
        SignalHandlers.surround(name, name.equals("INT") ? interrupts::request : interrupts::arrived, after);
    }

    /** In a copy: this is its main thread, which handles the signals that the original's does. */
    public void hearSignals() {
        MainThread.become();
        interrupts.move();
        SignalHandlers.restore();
    }

    /** GraalPy is about to look at its handler of a signal: ours must not be seen. */
    public void uncoverSignal(String name) {
        SignalHandlers.uncover(name);
    }

    // what the runtime offers

    /** Values to messages and back. */
    public Codec codec() {
        return codec;
    }

    /** What nothing refers to any more goes. */
    public void collectGarbage() {
        Garbage.collect();
    }

    /** The session's key for connections, in hexadecimal digits. */
    public String authkey() {
        return SessionKey.of(Member.current().folder());
    }

    // managers

    /** The board of a manager of Python's, in this process. */
    public Board board(String where) {
        return Board.create(where);
    }

    /** What a proxy of Java's is for, see {@link Managed#describe}. */
    public String managed(long ticket) {
        return Managed.describe(ticket);
    }

    /** A proxy of Python's for Java, see {@link Managed#ticket}. */
    public String proxyTicket(String where, String key, String typeid, String exposed, String id) {
        return Managed.ticket(where, key, typeid, exposed, id);
    }

    /** A message as a short text. */
    public String shown(byte[] message) {
        return Plain.show(message, Board.WIDTH);
    }

    /** A function that Python calls as one of its own; see {@link Builtins}. */
    public Object builtin(String name) {
        if (builtins == null) {
            builtins = new Builtins(Codec::toPickle);
        }
        return builtins.function(name);
    }

    /** The terminal, for debuggers. */
    public DebugPort debugger() {
        return new DebugPort(interrupts);
    }

    /** What processes share. */
    public SharedPort shared() {
        return new SharedPort(interrupts);
    }

    /** Sockets at paths for Python's own module. */
    public UnixSockets unixSockets() {
        return new UnixSockets();
    }

    /** Listeners and connections over sockets. */
    public SocketsPort sockets() {
        return new SocketsPort(interrupts);
    }

    /** Where managers and their clients in the session meet. */
    public ManagersPort managers() {
        return new ManagersPort(interrupts);
    }

    /** Whether this process may perhaps be copied; that is tried when somebody wants it. */
    public boolean mayFork() {
        return Fork.isBuilt();
    }

    /** The start methods that work here, the default one first. */
    public String startMethods() {
        return StartMethod.available().stream().map(StartMethod::toString).collect(Collectors.joining(" "));
    }

    /** The start method where none is named. */
    public String startMethod() {
        return StartMethod.current().toString();
    }

    /** Chooses it, for both languages; empty for the default. */
    public void useStartMethod(String name) {
        StartMethod.use(name.isEmpty() ? null : StartMethod.of(name));
    }

    /** Asks for a process, by {@code forkserver} or {@code spawn}: it comes while its body is packed. */
    public Coming ask(String name, String method) {
        Desk.open();
        return Coming.ask(name, StartMethod.of(method), PythonLanguage.NAME);
    }

    /** Starts the process that was asked for. */
    public Child start(Coming coming, boolean daemon, Value body) {
        return coming.start(daemon, new Shipment(PythonLanguage.NAME, Codec.copy(body)));
    }

    /** Has the session's fork server load something, see {@code _parley.preload}. */
    public void preload(Value what) {
        WorkerServer.preload(PythonLanguage.NAME, Codec.copy(what));
    }

    /**
     * Starts a process by {@code fork}; the copy calls {@code body}, which gives its exit code. Its start method is its
     * default, unless that is empty.
     */
    public Child fork(String name, boolean daemon, String method, Value body) {
        Desk.open();
        return Child.fork(name, daemon, PythonLanguage.NAME, () -> goOn(method, body));
    }

    private int goOn(String method, Value body) {
        hearSignals();
        if (!method.isEmpty()) {
            useStartMethod(method);
        }
        return body.execute().asInt();
    }

    /** Waits for a child: 1 when it has ended, 0 when not in time, -1 interrupted. */
    public int join(Child child, long nanos) {
        return interrupts.blocking(() -> child.join(nanos) ? 1 : 0, -1);
    }

    /** Sleeps: 1 when the time is over, -1 interrupted. */
    public int sleep(long nanos) {
        return interrupts.blocking(
                () -> {
                    try {
                        Thread.sleep(Duration.ofNanos(nanos));
                    } catch (InterruptedException e) {
                        throw new StoppedFailure("stopped: while=sleep");
                    }
                    return 1;
                },
                -1);
    }

    /** Starts a pool; {@code initializer} is a packed function or None. */
    public PoolPort pool(int processes, Value initializer, int maxtasksperchild, String method, boolean daemons) {
        Desk.open();
        Shipment first = initializer.isNull() ? null : new Shipment(PythonLanguage.NAME, Codec.copy(initializer));
        Dispatcher dispatcher = new Dispatcher(
                new Staff(processes, PythonLanguage.NAME, first, maxtasksperchild, StartMethod.of(method), daemons));
        return new PoolPort(dispatcher, interrupts);
    }

    /** A variable of another language of the session: its message, or, as text, why there is none. */
    public Object variable(String language, String name) {
        try {
            return SessionVariables.read(language, name);
        } catch (UserFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Does once what a copy does that runs {@code body}, in this process. */
    public void rehearseCopy(String method, Value body) {
        Worker.rehearse(() -> goOn(method, body));
    }

    /** A packed function, kept in Java between calls. */
    public byte[] hold(Value form) {
        return Codec.copy(form);
    }

    // classes of __main__ that travel by value

    /** An id that no other object of the session has. */
    public String uid() {
        return UUID.randomUUID().toString();
    }

    /** Whether the session has this class's definition. */
    public boolean isDefined(String uid) {
        return Files.exists(definitionFile(uid));
    }

    /** Stores a class's definition for every process of the session. */
    public void define(String uid, Value form) throws IOException {
        Path file = definitionFile(uid);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Path fresh = Files.createTempFile(file.getParent(), "class-", "");
        Files.write(fresh, Codec.copy(form));
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** A class's definition. */
    public String definition(String uid) throws IOException {
        return Codec.latin1(Files.readAllBytes(definitionFile(uid)));
    }

    private static Path definitionFile(String uid) {
        return Member.current().folder().classes().resolve("python-" + uid);
    }
}
