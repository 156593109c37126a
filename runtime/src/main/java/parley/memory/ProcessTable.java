package parley.memory;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;
import parley.trace.ProcessRow;
import parley.trace.ProcessState;
import parley.trace.UserFailure;

/**
 * The processes of a session: a row each, drawn in the package's description. A row is claimed by the parent before
 * the child starts, filled by the child, and ended by whoever reaps the child. Rows of ended processes stay readable
 * until no free row is left.
 *
 * <p>An <b>owner</b> is a process as one word, never 0: {@code generation << 12 | row + 1}. The generation tells two
 * processes apart that had the same row.
 */
public final class ProcessTable {
    static final int ROWS = 1024;
    static final int ROW = 256;

    private static final long STATE = 0;
    private static final long GENERATION = 4;
    private static final long PID = 8;
    private static final long PARENT = 16;
    private static final long EXITCODE = 24;
    private static final long LEAVES = 28;
    private static final long SINCE = 32;
    private static final long WAITS = 40; // verb and operand in one word: an operand means nothing without its verb
    private static final int VERB_SHIFT = 56;
    private static final long MUTEX = Segment.PROCESSES - 64;
    private static final long CLAIMS = Segment.PROCESSES - 56;
    private static final long LANGUAGE = 64;
    private static final int LANGUAGE_SIZE = 16;
    private static final long NAME = 80;
    private static final int NAME_SIZE = 80;
    private static final long AGE = 160;

    /** SIGHUP, SIGINT and SIGTERM: a JVM shuts down as if it left by itself. */
    private static final Set<Integer> POLITE_SIGNALS = Set.of(1, 2, 15);

    private static final int LAST_SIGNAL = 64;

    private static final ProcessState[] STATES = ProcessState.values();
    private static final Verb[] VERBS = Verb.values();

    private final Segment segment;
    private final MemorySegment first;

    ProcessTable(Segment segment, MemorySegment first) {
        this.segment = segment;
        this.first = first;
    }

    /**
     * Takes a row for a process that is about to start.
     *
     * @param name its name
     * @param parent the pid of who starts it
     * @param language of its body, or empty
     * @param me who asks, or 0 for the first process of the session
     * @return the new process as an owner
     */
    public int claim(String name, long parent, String language, int me) {
        Mutex.lock(segment, first, MUTEX, me == 0 ? 1 : me);
        try {
            int row = freeRow();
            MemorySegment r = slice(row);
            int generation = ((int) INT.get(r, GENERATION) + 1) & 0xffff;
            INT.set(r, GENERATION, generation);
            LONG.set(r, PID, 0L);
            LONG.set(r, PARENT, parent);
            INT.set(r, LEAVES, 0);
            LONG.set(r, WAITS, 0L);
            Texts.write(r, LANGUAGE, LANGUAGE_SIZE, language);
            Texts.write(r, NAME, NAME_SIZE, name);
            LONG.set(r, SINCE, System.currentTimeMillis());
            INT.setVolatile(r, STATE, ProcessState.STARTING.ordinal());
            return generation << 12 | (row + 1);
        } finally {
            Mutex.unlock(first, MUTEX);
        }
    }

    /** A row never used, or the one whose process ended longest ago. */
    private int freeRow() {
        int oldest = -1;
        long since = Long.MAX_VALUE;
        for (int i = 0; i < ROWS; i++) {
            int state = (int) INT.getVolatile(slice(i), STATE);
            if (state == ProcessState.FREE.ordinal()) {
                return i;
            }
            if (state == ProcessState.ENDED.ordinal() && (long) LONG.get(slice(i), SINCE) < since) {
                since = (long) LONG.get(slice(i), SINCE);
                oldest = i;
            }
        }
        if (oldest < 0) {
            throw new UserFailure("too many processes live in this session: most=" + ROWS);
        }
        return oldest;
    }

    /**
     * Notes the operating system's number of a process.
     *
     * @param owner the process
     * @param pid its number
     */
    public void started(int owner, long pid) {
        LONG.setVolatile(row(owner), AGE, (long) LONG.getAndAdd(first, CLAIMS, 1L) + 1);
        LONG.setVolatile(row(owner), PID, pid);
    }

    /** How many processes have started; one that starts later has a larger age. */
    long claims() {
        return (long) LONG.getVolatile(first, CLAIMS);
    }

    /** The largest age of a process that lives, but for one: whoever has not said it yet may be the youngest. */
    long youngest(long butFor) {
        long youngest = 0;
        for (int i = 0; i < ROWS; i++) {
            MemorySegment r = slice(i);
            int state = (int) INT.getVolatile(r, STATE);
            if (state == ProcessState.FREE.ordinal()) {
                break; // rows are taken in order
            }
            long pid = (long) LONG.getVolatile(r, PID);
            if (state == ProcessState.STARTING.ordinal()) {
                return Long.MAX_VALUE;
            }
            if (state != ProcessState.ENDED.ordinal() && pid != butFor && Liveness.lives(pid)) {
                youngest = Math.max(youngest, (long) LONG.getVolatile(r, AGE));
            }
        }
        return youngest;
    }

    /**
     * Notes what a process does now.
     *
     * @param owner the process
     * @param state its new state
     */
    public void state(int owner, ProcessState state) {
        MemorySegment r = row(owner);
        LONG.set(r, SINCE, System.currentTimeMillis());
        INT.setVolatile(r, STATE, state.ordinal());
    }

    /**
     * Notes that a process waits; for the slow path only.
     *
     * @param owner the process
     * @param verb what it waits to do
     * @param operand the address of the object, or the pid of the process
     */
    public void waits(int owner, Verb verb, long operand) {
        MemorySegment r = row(owner);
        LONG.set(r, SINCE, System.currentTimeMillis());
        LONG.setVolatile(r, WAITS, (long) verb.ordinal() << VERB_SHIFT | operand);
    }

    /**
     * Notes that a process goes on.
     *
     * @param owner the process
     */
    public void goesOn(int owner) {
        MemorySegment r = row(owner);
        LONG.set(r, SINCE, System.currentTimeMillis());
        LONG.setVolatile(r, WAITS, 0L);
    }

    /**
     * Notes, by the process itself while its JVM shuts down, that it was not killed: tells an exit code of 137 from a
     * SIGKILL.
     *
     * @param owner the process
     */
    public void leaves(int owner) {
        INT.setVolatile(row(owner), LEAVES, 1);
    }

    /**
     * Notes that a process ended.
     *
     * @param owner the process
     * @param status what the operating system said: an exit code, or 128 and the signal
     * @return its exit code: minus the signal where one killed it
     */
    public int ended(int owner, int status) {
        MemorySegment r = row(owner);
        boolean left = (int) INT.getVolatile(r, LEAVES) == 1;
        int signal = status - 128;
        boolean killed = left ? POLITE_SIGNALS.contains(signal) : signal > 0 && signal <= LAST_SIGNAL;
        int exitcode = killed ? -signal : status;
        endedWith(owner, exitcode);
        return exitcode;
    }

    /**
     * Notes that a process ended, where that is known without a doubt: by itself, as the last that it does, or by who
     * reaped it. The first word counts. Wakes who waits for it.
     *
     * @param owner the process
     * @param exitcode its exit code: minus the signal where one killed it
     */
    public void endedWith(int owner, int exitcode) {
        MemorySegment r = row(owner);
        if ((int) INT.getVolatile(r, GENERATION) != owner >>> 12
                || (int) INT.getVolatile(r, STATE) == ProcessState.ENDED.ordinal()) {
            return;
        }
        INT.set(r, EXITCODE, exitcode);
        LONG.set(r, WAITS, 0L);
        state(owner, ProcessState.ENDED);
        Futex.wake(r, STATE, Integer.MAX_VALUE);
    }

    /**
     * How a process ended, as soon as anybody has said so.
     *
     * @param owner the process
     * @return its exit code; null while it lives, and where another process has its row now
     */
    public @Nullable Integer exitcode(int owner) {
        MemorySegment r = row(owner);
        boolean ended = (int) INT.getVolatile(r, STATE) == ProcessState.ENDED.ordinal();
        int exitcode = (int) INT.get(r, EXITCODE);
        return ended && (int) INT.getVolatile(r, GENERATION) == owner >>> 12 ? (Integer) exitcode : null;
    }

    /**
     * Waits until {@link #exitcode} may have an answer.
     *
     * @param owner the process
     * @param nanos at most this long; may return early
     */
    public void awaitEnd(int owner, long nanos) {
        MemorySegment r = row(owner);
        int state = (int) INT.getVolatile(r, STATE);
        if (state != ProcessState.ENDED.ordinal() && (int) INT.getVolatile(r, GENERATION) == owner >>> 12) {
            Futex.await(r, STATE, state, nanos);
        }
    }

    /**
     * Whether a process has not said yet that it is up.
     *
     * @param owner the process
     * @return false once it runs, or has ended
     */
    public boolean isStarting(int owner) {
        return (int) INT.getVolatile(row(owner), STATE) == ProcessState.STARTING.ordinal();
    }

    /**
     * Whether a process lives.
     *
     * @param owner the process
     * @return false once it is known to have ended, also while nobody has reaped it
     */
    public boolean isAlive(int owner) {
        MemorySegment r = row(owner);
        int state = (int) INT.getVolatile(r, STATE);
        long pid = (long) LONG.getVolatile(r, PID);
        return (int) INT.get(r, GENERATION) == owner >>> 12
                && state != ProcessState.ENDED.ordinal()
                && state != ProcessState.FREE.ordinal()
                && (pid == 0 || Liveness.lives(pid));
    }

    /**
     * The name of a process.
     *
     * @param owner the process
     * @return its name, and its pid; without them where another process has its row now
     */
    public String describe(int owner) {
        MemorySegment r = row(owner);
        if ((int) INT.getVolatile(r, GENERATION) != owner >>> 12) {
            return "a process that ended";
        }
        return Texts.read(r, NAME, NAME_SIZE) + " (pid " + (long) LONG.get(r, PID) + ")";
    }

    /**
     * How many processes wait to do something with an object.
     *
     * @param verb what
     * @param operand the object's address
     * @return how many now
     */
    public int waiting(Verb verb, long operand) {
        int count = 0;
        for (int i = 0; i < ROWS; i++) {
            MemorySegment r = slice(i);
            int state = (int) INT.getVolatile(r, STATE);
            if (state == ProcessState.FREE.ordinal()) {
                break; // rows are taken in order
            }
            if (state != ProcessState.ENDED.ordinal()
                    && (long) LONG.getVolatile(r, WAITS) == ((long) verb.ordinal() << VERB_SHIFT | operand)) {
                count++;
            }
        }
        return count;
    }

    /**
     * One look at every process, in order of start.
     *
     * @return rows
     */
    public List<ProcessRow> rows() {
        List<ProcessRow> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            MemorySegment r = slice(i);
            ProcessState state = STATES[(int) INT.getVolatile(r, STATE)];
            if (state == ProcessState.FREE) {
                break;
            }
            rows.add(look(r, state));
        }
        return rows;
    }

    private ProcessRow look(MemorySegment r, ProcessState noted) {
        long waits = (long) LONG.getVolatile(r, WAITS);
        Verb verb = VERBS[(int) (waits >>> VERB_SHIFT)];
        long operand = waits & ((1L << VERB_SHIFT) - 1);
        long pid = (long) LONG.get(r, PID);
        ProcessState state = noted == ProcessState.RUNNING && verb != Verb.NONE ? ProcessState.WAITING : noted;
        @Nullable Integer exitcode = state == ProcessState.ENDED ? (Integer) (int) INT.get(r, EXITCODE) : null;
        if (state != ProcessState.ENDED && pid != 0 && !Liveness.lives(pid)) {
            state = ProcessState.ENDED; // not reaped yet, or its parent is dead too and nobody will
        }
        return new ProcessRow(
                Texts.read(r, NAME, NAME_SIZE),
                pid,
                (long) LONG.get(r, PARENT),
                Texts.read(r, LANGUAGE, LANGUAGE_SIZE),
                state,
                state == ProcessState.WAITING ? (verb + " " + operandName(verb, operand)).strip() : "",
                Instant.ofEpochMilli((long) LONG.get(r, SINCE)),
                exitcode);
    }

    private String operandName(Verb verb, long operand) {
        if (operand == 0) {
            return "";
        }
        if (verb != Verb.JOIN && verb != Verb.TERMINAL) {
            return segment.objects().name(operand);
        }
        for (int i = 0; i < ROWS; i++) {
            MemorySegment r = slice(i);
            if ((int) INT.getVolatile(r, STATE) == ProcessState.FREE.ordinal()) {
                break;
            }
            if ((long) LONG.get(r, PID) == operand) {
                return Texts.read(r, NAME, NAME_SIZE);
            }
        }
        return "pid " + operand;
    }

    private MemorySegment row(int owner) {
        return slice((owner & 0xfff) - 1);
    }

    private MemorySegment slice(int index) {
        if (index < 0 || index >= ROWS) {
            throw new BugFailure("no such row in the process table: row=" + index, null);
        }
        return first.asSlice(Segment.PROCESSES + (long) index * ROW, ROW);
    }
}
