package parley.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyHashMap;
import org.jspecify.annotations.Nullable;
import parley.channel.Messages;
import parley.memory.Member;
import parley.pool.Dispatcher;
import parley.process.Child;
import parley.process.Current;
import parley.ship.Shipment;
import parley.sync.Lock;

/**
 * The Java side, as Python code sees it: {@code _parley.host}. Public for Python code. Any thread.
 *
 * <p>Byte strings come back as text, one character for each byte: Python makes bytes of such a text fastest.
 */
public final class Host {
    private final Interrupts interrupts;
    private final Codec codec = new Codec();

    Host(Interrupts interrupts) {
        this.interrupts = interrupts;
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

    /** Why a module of {@code multiprocessing} cannot be imported, or null where Python may say so. */
    public @Nullable String missing(String module) {
        return LaterModules.reason(module);
    }

    // this process

    /** The operating system's number of this process, asked for anew each time. */
    public long pid() {
        return Current.pid();
    }

    /** As {@code os._exit}: no threads, no {@code atexit}, no {@code finally}; but nothing of ours is left behind. */
    public void exit(int status) {
        System.exit(status);
    }

    /** As {@code Process.name}. */
    public String name() {
        return Current.name();
    }

    /** Whether another process of the session started it. */
    public boolean isChild() {
        return Current.isChild();
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
        return ProcessHandle.of(Current.parentPid()).map(ProcessHandle::isAlive).orElse(false);
    }

    /** How many processors there are. */
    public int cpuCount() {
        return Current.cpu_count();
    }

    /** The folder in which the process started. */
    public String folder() {
        return Path.of("").toAbsolutePath().toString();
    }

    /** The environment in which the process started. */
    public ProxyHashMap environment() {
        return ProxyHashMap.from(Map.copyOf(System.getenv()));
    }

    /** Whether a KeyboardInterrupt is due: asked by the handler of SIGINT. */
    public boolean takeInterrupt() {
        return interrupts.take();
    }

    /** What comes now is ours: a late Ctrl-C does not stop it. */
    public void userCodeEnds() {
        interrupts.end();
    }

    /** Python has set a handler of SIGINT: ours must stand before it again. */
    public void surroundInterrupt() {
        InterruptSignal.surround(interrupts::request, interrupts::wake);
    }

    // what the runtime offers

    /** Values to messages and back. */
    public Codec codec() {
        return codec;
    }

    /** A new queue. */
    public QueuePort queue(int maxsize) {
        return new QueuePort(Messages.create(maxsize), interrupts, codec);
    }

    /** A queue that another process made. */
    public QueuePort attachQueue(long address) {
        return new QueuePort(Messages.attach(address), interrupts, codec);
    }

    /** A new lock. */
    public LockPort lock() {
        return new LockPort(new Lock(), interrupts);
    }

    /** A lock that another process made. */
    public LockPort attachLock(long address) {
        return new LockPort(Lock.attach(address), interrupts);
    }

    /** Starts a process. */
    public Child start(String name, boolean daemon, Value body) {
        return Child.start(name, daemon, new Shipment(PythonLanguage.NAME, Codec.copy(body)));
    }

    /** Waits for a child: 1 when it has ended, 0 when not in time, -1 interrupted. */
    public int join(Child child, long nanos) {
        return interrupts.blocking(() -> child.join(nanos) ? 1 : 0, -1);
    }

    /** Starts a pool; {@code initializer} is a packed function or None. */
    public PoolPort pool(int processes, Value initializer, int maxtasksperchild) {
        Shipment first = initializer.isNull() ? null : new Shipment(PythonLanguage.NAME, Codec.copy(initializer));
        return new PoolPort(new Dispatcher(processes, PythonLanguage.NAME, first, maxtasksperchild), interrupts, codec);
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
