package parley.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Verb;
import parley.ship.Shipment;
import parley.trace.BugFailure;
import parley.trace.Named;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

/** A process that this one started: what both languages' {@code Process} and the pools are made of. Any thread. */
public final class Child implements Named {
    private static final Set<Child> CHILDREN = Collections.synchronizedSet(new LinkedHashSet<>());

    private final String name;
    private final boolean daemon;
    private final java.lang.Process process;
    private final Member member;
    private final int owner;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>(); // its exit code

    private Child(Start start, java.lang.Process process, Member member) {
        this.name = start.name();
        this.daemon = start.daemon();
        this.owner = start.owner();
        this.process = process;
        this.member = member;
    }

    /**
     * Starts a process that runs a shipped function.
     *
     * @param name its name
     * @param daemon whether it is ended when this process leaves
     * @param body what it runs
     * @return the process, started
     * @throws UserFailure where this process may not have children, or none can be started
     */
    public static Child start(String name, boolean daemon, Shipment body) {
        return start(name, daemon, "", body.language(), body.bytes());
    }

    /**
     * Starts a process that runs one of our own loops.
     *
     * @param name its name
     * @param daemon whether it is ended when this process leaves
     * @param loop the {@link Loop}'s name
     * @param language the language whose functions it will run, or empty
     * @param payload what the loop needs
     * @return the process, started
     */
    public static Child start(String name, boolean daemon, String loop, String language, byte[] payload) {
        if (Current.daemon()) {
            throw new UserFailure("daemonic processes are not allowed to have children");
        }
        Member member = Member.current();
        int owner = member.segment().processes().claim(name, Current.pid(), language, member.owner());
        Start start =
                new Start(member.folder(), owner, name, daemon, Current.name(), Current.pid(), loop, language, payload);
        System.out.flush();
        System.err.flush();
        try {
            byte[] record = start.encode();
            java.lang.Process process = new ProcessBuilder(JvmCommand.worker(language))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Child child = new Child(start, process, member);
            member.segment().processes().started(owner, process.pid());
            CHILDREN.add(child);
            Thread.ofPlatform().daemon().name("reaper " + name).start(() -> child.attend(record));
            return child;
        } catch (IOException | IllegalArgumentException e) {
            member.segment().processes().ended(owner, 1);
            throw new UserFailure("process cannot be started: name=" + name + ", because=" + e.getMessage());
        }
    }

    @SuppressWarnings("resource") // the pipe stays open: its end tells the child that this process is gone
    private void send(byte[] record) {
        OutputStream out = process.getOutputStream();
        try {
            out.write(record);
            out.flush();
        } catch (IOException e) {
            // it died already: its exit code will say how
        }
    }

    /**
     * In a thread of its own: a long record is taken only when the child is up, and the user's code may keep every
     * thread of the common pool waiting, for this very end.
     */
    private void attend(byte[] record) {
        send(record);
        int status = 1;
        for (boolean known = false; !known; ) {
            try {
                status = process.waitFor();
                known = true;
            } catch (InterruptedException e) {
                // this thread has nothing else to do
            }
        }
        int exitcode = member.segment().processes().ended(owner, status);
        CHILDREN.remove(this);
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // nobody reads it any more
        }
        ended.complete(exitcode);
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
        return process.pid();
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
        return ended.getNow(null);
    }

    /**
     * Whether it lives.
     *
     * @return false once it has an exit code
     */
    public boolean is_alive() {
        return !ended.isDone();
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
        try (var _ = member.waiting(Verb.JOIN, pid())) {
            int _ = nanos < 0 ? ended.get() : ended.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new BugFailure("the end of a process cannot fail", e);
        } catch (InterruptedException e) {
            throw new StoppedFailure("stopped: while=join " + name);
        }
    }

    /** Asks it to end, by SIGTERM. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close the pipe too: the child would halt, with code 1
    }

    /** Ends it, by SIGKILL. */
    public void kill() {
        process.toHandle().destroyForcibly();
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
        synchronized (CHILDREN) {
            return new ArrayList<>(CHILDREN);
        }
    }

    /** Before this process leaves: ends its daemons, then waits for its other children, as Python does. */
    public static void leaveAll() {
        for (Child child : active_children()) {
            if (child.daemon()) {
                child.terminate();
            }
        }
        for (Child child : active_children()) {
            boolean _ = child.join(Deadline.FOREVER);
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
