package parley.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.fork.Fork;
import parley.memory.Deadline;
import parley.memory.Libc;
import parley.memory.Member;
import parley.memory.Verb;
import parley.ship.Shipment;
import parley.trace.BugFailure;
import parley.trace.Named;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

/** A process that this one started: what both languages' {@code Process} and the pools are made of. Any thread. */
public final class Child implements Named {
    private static final int KILL = 9;
    private static final int TERMINATE = 15;
    private static final int SIGNALLED = 128; // and the signal: how Java tells the end of a process

    /** Read without a lock: in a copy another thread might hold that for ever. */
    private static volatile List<Child> children = new CopyOnWriteArrayList<>();

    static {
        AtFork.inChild(Child::forgetAll);
    }

    private final String name;
    private final boolean daemon;
    private final Running running;
    private final Member member;
    private final int owner;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>(); // its exit code
    private volatile boolean endedEarly; // before it was up

    private Child(String name, boolean daemon, int owner, Running running) {
        this.name = name;
        this.daemon = daemon;
        this.owner = owner;
        this.running = running;
        this.member = Member.current();
    }

    /**
     * Starts a process that runs a shipped function, by the method that is current, but not by {@code fork}.
     *
     * @param name its name
     * @param daemon whether it is ended when this process leaves
     * @param body what it runs
     * @return the process, started
     * @throws UserFailure where this process may not have children, or none can be started
     */
    public static Child start(String name, boolean daemon, Shipment body) {
        StartMethod method = StartMethod.current();
        return start(name, daemon, method == StartMethod.FORK ? StartMethod.SPAWN : method, body);
    }

    /**
     * Starts a process that runs a shipped function.
     *
     * @param name its name
     * @param daemon whether it is ended when this process leaves
     * @param method {@code FORKSERVER} or {@code SPAWN}; a copy needs nothing shipped, see {@link #fork}
     * @param body what it runs
     * @return the process, started
     * @throws UserFailure where this process may not have children, or none can be started
     */
    public static Child start(String name, boolean daemon, StartMethod method, Shipment body) {
        return start(name, daemon, method, "", body.language(), body.bytes());
    }

    /**
     * Starts a process that runs one of our own loops.
     *
     * @param name its name
     * @param daemon whether it is ended when this process leaves
     * @param method how it is started
     * @param loop the {@link Loop}'s name
     * @param language the language whose functions it will run, or empty
     * @param payload what the loop needs
     * @return the process, started
     * @throws UserFailure where this process may not have children, or none can be started
     */
    public static Child start(
            String name, boolean daemon, StartMethod method, String loop, String language, byte[] payload) {
        if (method == StartMethod.FORK) {
            return fork(name, daemon, language, () -> Worker.runLoop(loop, payload), true);
        }
        try (Coming coming = Coming.ask(name, method, language)) {
            return coming.start(daemon, loop, payload);
        }
    }

    /** One that has come: it gets its start record. */
    static Child started(Start start, byte[] record, Running running) {
        return new Child(start.name(), start.daemon(), start.owner(), running).live(record);
    }

    /**
     * Starts a copy of this process, which runs something and leaves; everything that this process has is there.
     *
     * @param name its name
     * @param daemon whether it is ended when this process leaves
     * @param language of what it runs, or empty
     * @param body run in the copy; gives its exit code
     * @return the process, started; never in the copy
     * @throws UserFailure where this process may not have children, or none can be started
     */
    public static Child fork(String name, boolean daemon, String language, IntSupplier body) {
        return fork(name, daemon, language, body, false);
    }

    private static Child fork(String name, boolean daemon, String language, IntSupplier body, boolean needsParent) {
        Child child = copy(name, daemon, language, true);
        if (child == null) {
            Worker.runCopy(body, needsParent);
            throw new BugFailure("a copy went on after its end", null);
        }
        return child;
    }

    /**
     * Copies this process, as {@code os.fork}: the copy goes on where the original does.
     *
     * @param name the copy's name
     * @param daemon whether it is ended when this process leaves
     * @param language of what it will run, or empty
     * @return the copy; null in the copy
     * @throws UserFailure where this process may not have children, or none can be started
     */
    public static @Nullable Child copy(String name, boolean daemon, String language) {
        return copy(name, daemon, language, false);
    }

    private static @Nullable Child copy(String name, boolean daemon, String language, boolean isWaitedFor) {
        String problem = Fork.problem();
        if (problem != null) {
            throw new UserFailure("start method does not work here: name=fork, because=" + problem);
        }
        check();
        MemoryGuard.check(name);
        int owner = claim(name, language);
        String parentName = Current.name();
        long parentPid = Current.pid();
        int pid;
        try {
            AtFork.before(owner);
            pid = Fork.fork(true);
        } catch (UserFailure e) {
            Member.current().segment().processes().ended(owner, 1);
            throw e;
        }
        if (pid == 0) {
            Member.copied(owner);
            Current.become(name, daemon, parentName, parentPid);
            return null;
        }
        return new Child(name, daemon, owner, new Running.Forked(pid, isWaitedFor)).live(new byte[0]);
    }

    /** Complains where this process may not have children. */
    static void check() {
        if (Current.daemon()) {
            throw new UserFailure("daemonic processes are not allowed to have children");
        }
    }

    /** Takes a row for one that is about to start. */
    static int claim(String name, String language) {
        Member member = Member.current();
        int owner = member.segment().processes().claim(name, Current.pid(), language, member.owner());
        System.out.flush();
        System.err.flush();
        return owner;
    }

    private Child live(byte[] record) {
        member.segment().processes().started(owner, pid());
        children.add(this);
        running.attend(record, name, this::ended);
        return this;
    }

    /** The operating system has said so. */
    private void ended(int status) {
        int exitcode = status;
        if (endedEarly && status == SIGNALLED + KILL) {
            exitcode = -TERMINATE; // which is what was meant
            member.segment().processes().endedWith(owner, exitcode);
        } else if (running.exact() || status < 0) {
            member.segment().processes().endedWith(owner, status);
        } else {
            exitcode = member.segment().processes().ended(owner, status);
        }
        Integer said = member.segment().processes().exitcode(owner);
        settle(said == null ? exitcode : said);
    }

    private void settle(int exitcode) {
        children.remove(this);
        ended.complete(exitcode);
    }

    /** In a copy of this process: they are the original's, and their pipes end with it. */
    private static void forgetAll() {
        List<Child> others = children;
        children = new CopyOnWriteArrayList<>();
        others.forEach(child -> child.running.forget());
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Its number.
     *
     * @return the operating system's pid
     */
    public long pid() {
        return running.pid();
    }

    /**
     * Whether it is ended when this process leaves.
     *
     * @return as it was started
     */
    public boolean daemon() {
        return daemon;
    }

    /**
     * How it ended.
     *
     * @return its exit code, minus the signal where one killed it; null while it lives
     */
    public @Nullable Integer exitcode() {
        if (!ended.isDone()) { // it may have said so itself: what the system still has to tidy nobody waits for
            Integer said = member.segment().processes().exitcode(owner);
            if (said != null) {
                settle(said);
            }
        }
        return ended.getNow(null);
    }

    /**
     * Whether it lives.
     *
     * @return false once it has an exit code
     */
    public boolean is_alive() {
        return exitcode() == null;
    }

    /**
     * Waits until it has ended.
     *
     * @param nanos at most this long; negative for as long as it takes
     * @return whether it has ended
     * @throws StoppedFailure when the thread is interrupted
     */
    public boolean join(long nanos) {
        if (!is_alive()) {
            return true;
        }
        Deadline deadline = new Deadline(nanos);
        try (var _ = member.waiting(Verb.JOIN, pid())) {
            while (is_alive()) {
                long slice = deadline.slice();
                if (slice <= 0) {
                    return false;
                }
                member.segment().processes().awaitEnd(owner, slice);
                Deadline.checkStopped("join " + name);
            }
            return true;
        }
    }

    /**
     * Asks it to end, by SIGTERM. A fresh JVM that is not up yet, where nothing of the user's runs, cannot be asked: it would
     * call that an error of its own, and end with code 1.
     */
    public void terminate() {
        if (running instanceof Running.Spawned && member.segment().processes().isStarting(owner)) {
            endedEarly = true;
            signal(KILL);
        } else {
            signal(TERMINATE);
        }
    }

    /** Not by {@link java.lang.Process#destroy}, which closes the pipe too: the child would halt, with code 1. */
    private void signal(int number) {
        if (is_alive() && !Libc.kill(pid(), number)) { // where there is no such call, there is Java's
            boolean _ = ProcessHandle.of(pid())
                    .map(number == KILL ? ProcessHandle::destroyForcibly : ProcessHandle::destroy)
                    .orElse(false);
        }
    }

    /** Ends it, by SIGKILL. */
    public void kill() {
        signal(KILL);
    }

    /**
     * Runs something once it has ended.
     *
     * @param action called once, by the thread that reaps it, or by the caller where it has ended already
     */
    public void whenEnded(Runnable action) {
        var _ = ended.thenRun(action);
    }

    /**
     * The children of this process that live.
     *
     * @return in order of start
     */
    public static List<Child> active_children() {
        return List.copyOf(children);
    }

    /**
     * Before this process leaves: ends its daemons, then waits for its other children, as Python does; copies that go on
     * by themselves may outlive it.
     */
    public static void leaveAll() {
        for (Child child : active_children()) {
            if (child.daemon()) {
                child.terminate();
            }
        }
        for (Child child : active_children()) {
            if (child.running.isWaitedFor()) {
                boolean _ = child.join(Deadline.FOREVER);
            } else {
                child.member.beOutlived();
            }
        }
    }

    /** Ends every child at once, and waits until they are gone. */
    public static void killAll() {
        active_children().forEach(Child::kill);
        for (Child child : active_children()) {
            boolean _ = child.join(Deadline.FOREVER);
        }
    }

    @Override
    public String toString() {
        return "<Process name='" + name + "' pid=" + pid() + " "
                + (is_alive() ? "started" : "stopped exitcode=" + exitcode()) + ">";
    }
}
