package parley.process;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.ship.Fn;
import parley.ship.Fn2;
import parley.ship.Fn3;
import parley.ship.Packing;
import parley.ship.Task;
import parley.trace.Named;
import parley.trace.UserFailure;

/**
 * A function in an operating-system process of its own, as Python's {@code multiprocessing.Process}.
 *
 * <pre>
 *   var p = new Process(() -&gt; hello(q));      or      class Greeter extends Process { public void run() { ... } }
 *   p.start();
 *   p.join();
 *   p.exitcode()
 *
 *   made ─start─▶ alive ─its end, terminate, kill─▶ ended     close: forgets an ended one
 * </pre>
 *
 * The child has copies of the variables that the function uses; what it changes stays in the child. Any thread.
 */
@SuppressWarnings("AvoidCommonTypeNames") // Python's name for it, and the prompt imports it
public class Process implements Named, Runnable, Serializable {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Object target;
    private final transient List<@Nullable Object> args;
    private String name;
    private boolean daemon;
    private transient @Nullable Child child;
    private transient boolean closed;

    /** For a subclass, which overrides {@link #run}. */
    protected Process() {
        this(Arrays.asList(), null);
    }

    /**
     * Makes a process that runs a function without arguments.
     *
     * @param target what it runs
     */
    public Process(Task target) {
        this(Arrays.asList(), target);
    }

    /**
     * Makes a process that runs a function with one argument.
     *
     * @param target what it runs
     * @param a the argument, copied when the process starts
     * @param <A> its type
     */
    public <A extends @Nullable Object> Process(Fn<A, ?> target, A a) {
        this(Arrays.asList(a), target);
    }

    /**
     * Makes a process that runs a function with two arguments.
     *
     * @param target what it runs
     * @param a the first argument, copied when the process starts
     * @param b the second argument
     * @param <A> the first one's type
     * @param <B> the second one's type
     */
    public <A extends @Nullable Object, B extends @Nullable Object> Process(Fn2<A, B, ?> target, A a, B b) {
        this(Arrays.asList(a, b), target);
    }

    /**
     * Makes a process that runs a function with three arguments.
     *
     * @param target what it runs
     * @param a the first argument, copied when the process starts
     * @param b the second argument
     * @param c the third argument
     * @param <A> the first one's type
     * @param <B> the second one's type
     * @param <C> the third one's type
     */
    public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> Process(
            Fn3<A, B, C, ?> target, A a, B b, C c) {
        this(Arrays.asList(a, b, c), target);
    }

    private Process(List<@Nullable Object> args, @Nullable Object target) {
        this.target = target;
        this.args = args;
        this.name = Current.nextChildName("Process");
    }

    /** What the child runs; a subclass overrides it. */
    @Override
    public void run() {
        throw new UserFailure("a process without a target must override run: class="
                + getClass().getName());
    }

    /**
     * Names it.
     *
     * @param name shown in {@code %ps}
     * @return this
     */
    public Process name(String name) {
        this.name = name;
        return this;
    }

    /**
     * Says whether it is ended when this process leaves, instead of being waited for.
     *
     * @param daemon true for a process that is ended
     * @return this
     */
    public Process daemon(boolean daemon) {
        if (child != null) {
            throw new UserFailure("process has already started");
        }
        this.daemon = daemon;
        return this;
    }

    /**
     * Starts it, once.
     *
     * @throws UserFailure where the function, a variable that it uses, or an argument cannot be sent: nothing has
     *     started then
     */
    public void start() {
        checkOpen();
        if (child != null) {
            throw new UserFailure("cannot start a process twice");
        }
        Object function = target;
        Object body = function == null ? (Fn<Process, @Nullable Object>) Process::runIt : function;
        List<@Nullable Object> arguments = function == null ? List.of(this) : args;
        StartMethod method = StartMethod.current();
        child = method == StartMethod.FORK
                ? Child.fork(name, daemon, "java", Packing.inPlace(body, arguments))
                : Child.start(name, daemon, method, Packing.body(body, arguments));
    }

    private static @Nullable Object runIt(Process process) {
        process.run();
        return null;
    }

    /** Waits until it has ended. */
    public void join() {
        join(null);
    }

    /**
     * Waits until it has ended.
     *
     * @param timeout the most seconds to wait; null for no limit
     */
    public void join(@Nullable Double timeout) {
        checkOpen();
        boolean _ = started("join").join(timeout == null ? Deadline.FOREVER : (long) (Math.max(0, timeout) * 1e9));
    }

    /**
     * Whether it lives.
     *
     * @return false before it starts and once it has ended
     */
    public boolean is_alive() {
        checkOpen();
        Child started = child;
        return started != null && started.is_alive();
    }

    /** Asks it to end, by SIGTERM. */
    public void terminate() {
        checkOpen();
        started("terminate").terminate();
    }

    /** Ends it, by SIGKILL. */
    public void kill() {
        checkOpen();
        started("kill").kill();
    }

    /** Forgets it, once it has ended. */
    public void close() {
        if (child != null && child.is_alive()) {
            throw new UserFailure(
                    "Cannot close a process while it is still running. You should first call join() or terminate().");
        }
        closed = true;
    }

    /**
     * How it ended.
     *
     * @return its exit code, minus the signal where one killed it; null while it lives and before it starts
     */
    public @Nullable Integer exitcode() {
        checkOpen();
        return child == null ? null : child.exitcode();
    }

    /**
     * Its number.
     *
     * @return the operating system's pid; null before it starts
     */
    public @Nullable Long pid() {
        checkOpen();
        return child == null ? null : (Long) child.pid();
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Whether it is ended when this process leaves.
     *
     * @return as set
     */
    public boolean daemon() {
        return daemon;
    }

    private Child started(String verb) {
        Child started = child;
        if (started == null) {
            throw new UserFailure("can only " + verb + " a started process");
        }
        return started;
    }

    private void checkOpen() {
        if (closed) {
            throw new UserFailure("process object is closed");
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("<" + getClass().getSimpleName() + " name='" + name + "'");
        Child started = child;
        if (closed) {
            text.append(" closed");
        } else if (started == null) {
            text.append(" initial");
        } else {
            text.append(" pid=").append(started.pid());
            text.append(started.is_alive() ? " started" : " stopped exitcode=" + started.exitcode());
        }
        return text.append(daemon ? " daemon>" : ">").toString();
    }
}
