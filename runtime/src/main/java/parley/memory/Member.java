package parley.memory;

import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import parley.ship.ClassStore;
import parley.trace.BugFailure;
import parley.trace.ProcessState;
import parley.trace.Self;

/**
 * This process as a member of a session.
 *
 * <pre>
 *   found(folder)   the session process: makes the segment, takes the first row
 *   join(folder)    a worker: its parent claimed a row for it
 *   current()       either of them; a program that is neither founds a session of its own on first use
 * </pre>
 *
 * Any thread.
 */
public final class Member {
    static volatile @Nullable Member current;
    private static volatile boolean isOutside;

    private final Segment segment;
    private volatile boolean outlived;
    private int owner; // another one in a copy of this process, from before there is a second thread on
    private final AtomicLong spills = new AtomicLong();

    Member(Segment segment, int owner) {
        this.segment = segment;
        this.owner = owner;
    }

    /**
     * This process.
     *
     * @return the member it became by {@link #found} or {@link #join}, or now
     */
    public static Member current() {
        Member member = current;
        return member != null ? member : foundOwn();
    }

    /**
     * This process as one word; never makes a session. For compiled Python, which would compile that into every caller.
     *
     * @return 0 where there is no session yet
     */
    public static int currentOwner() {
        Member member = current;
        return member == null ? 0 : member.owner;
    }

    /**
     * Whether this process is in no session, and makes none because somebody asks who it is: it waits to be copied. A
     * thread that a rehearsal has left behind would make one, and the next rehearsal would fail.
     *
     * @param now from now on
     */
    public static void stayOutside(boolean now) {
        isOutside = now;
    }

    private static synchronized Member foundOwn() {
        Member member = current;
        if (member == null) {
            if (isOutside) {
                throw new BugFailure("this process waits to be copied, it makes no session of its own", null);
            }
            member = found(RunFolder.create(), "");
        }
        return member;
    }

    /**
     * Makes a session of which this process is the main process. Its folder is deleted when this process ends.
     *
     * @param folder a fresh one
     * @param language of the main program, or empty
     * @return this process
     */
    public static synchronized Member found(RunFolder folder, String language) {
        Member member = create(folder, language);
        long founder = Self.pid();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            if (Self.pid() == founder && !member.outlived) { // a copy of this process has this hook too
                folder.delete();
            }
        }));
        return member;
    }

    /** Says that another member goes on when this process ends: the last of them, or a later session, deletes the folder. */
    public void beOutlived() {
        outlived = true;
    }

    /** Before this process ends, which may have outlived its session: deletes the folder where nobody is left. */
    public void leaveOrphaned() {
        if (!segment.founderLives() && isAlone()) {
            folder().delete();
        }
    }

    private boolean isAlone() {
        return segment.processes().rows().stream()
                .noneMatch(row -> row.pid() != Self.pid() && Liveness.lives(row.pid()));
    }

    private static Member create(RunFolder folder, String language) {
        if (current != null) {
            throw new BugFailure("this process is in a session already: folder=" + current.folder(), null);
        }
        Segment segment;
        try {
            segment = Segment.create(folder);
        } catch (UncheckedIOException e) {
            folder.delete();
            throw e;
        }
        long parent = ProcessHandle.of(Self.pid())
                .flatMap(ProcessHandle::parent)
                .map(ProcessHandle::pid)
                .orElse(0L);
        int owner = segment.processes().claim("MainProcess", parent, language, 0);
        segment.processes().started(owner, Self.pid());
        segment.processes().state(owner, ProcessState.RUNNING);
        Member member = new Member(segment, owner);
        useFolder();
        current = member;
        return member;
    }

    /**
     * Takes part in a session that another process made. A copy of a member of the same session becomes a member of its
     * own.
     *
     * @param folder the session's
     * @param owner the row that the parent claimed for this process
     * @return this process, or null where the session has ended
     */
    public static synchronized @Nullable Member join(RunFolder folder, int owner) {
        if (current != null) {
            if (!current.folder().equals(folder)) {
                throw new BugFailure(
                        "this process is in a session already: folder="
                                + current.folder().path(),
                        null);
            }
            copied(owner);
            return current;
        }
        Segment segment = Segment.attach(folder, true);
        if (segment == null) {
            return null;
        }
        Member member = new Member(segment, owner);
        segment.processes().started(owner, Self.pid());
        useFolder();
        current = member;
        return member;
    }

    /** Classes are written where this process is a member: after a rehearsal somewhere else. */
    private static void useFolder() {
        ClassStore.use(() -> current().folder().classes());
    }

    /**
     * Does something as a member of a session that is there for it only: in a process that will be copied, so that its
     * copies find the way paved.
     *
     * @param steps what they will do
     */
    public static void rehearse(Runnable steps) {
        rehearse(steps, true);
    }

    /**
     * As {@link #rehearse}, where no other process takes part: nothing of it has a name any more while it runs, so that
     * nothing is left behind by a process that is killed meanwhile.
     *
     * @param steps what its copies will do, or it itself
     */
    public static void rehearseAlone(Runnable steps) {
        rehearse(steps, false);
    }

    private static synchronized void rehearse(Runnable steps, boolean others) {
        RunFolder folder = RunFolder.create();
        Member outer = current;
        current = null;
        Member _ = create(folder, "");
        try {
            Segment.attach(folder, true);
            if (!others) {
                folder.delete();
            }
            steps.run();
        } finally {
            current = outer;
            useFolder();
            folder.delete();
        }
    }

    /**
     * Says that this process is a copy of a member: from now on it is one of its own, here and in every object that has
     * the old one. Called first in the copy.
     *
     * @param claimed the row that the original claimed for it
     */
    public static void copied(int claimed) {
        Member member = current();
        member.owner = claimed;
        member.spills.set(0);
        member.segment.processes().started(claimed, Self.pid());
    }

    /**
     * The session's shared memory.
     *
     * @return writable
     */
    public Segment segment() {
        return segment;
    }

    /**
     * The session's folder.
     *
     * @return its run folder
     */
    public RunFolder folder() {
        return segment.folder();
    }

    /**
     * This process as one word; see {@link ProcessTable}.
     *
     * @return never 0
     */
    public int owner() {
        return owner;
    }

    /**
     * A number for a file of a large message.
     *
     * @return unique in the session
     */
    public long nextSpill() {
        return (long) owner << 32 | spills.incrementAndGet();
    }

    /**
     * Notes what this process does.
     *
     * @param state its new state
     */
    public void state(ProcessState state) {
        segment.processes().state(owner, state);
    }

    /**
     * Runs something that blocks, and shows meanwhile what this process waits for.
     *
     * @param verb what it waits to do
     * @param operand the object's address or the process's pid
     * @return a note that {@link Waiting#close()} takes back
     */
    public Waiting waiting(Verb verb, long operand) {
        segment.processes().waits(owner, verb, operand);
        return () -> segment.processes().goesOn(owner);
    }

    /** A note that this process waits. */
    @FunctionalInterface
    public interface Waiting extends AutoCloseable {
        @Override
        void close();
    }
}
