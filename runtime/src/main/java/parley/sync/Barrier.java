package parley.sync;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.ObjectKind;
import parley.trace.UserFailure;

/**
 * Where processes wait for each other, as Python's {@code multiprocessing.Barrier}: it opens when so many as it was made
 * for have come, and closes behind them. Any thread.
 *
 * <pre>
 *   FILLING ─ the last one has come ─▶ DRAINING ─ the last one has gone ─▶ FILLING
 *      │ reset, somebody waits ─▶ RESETTING ─ the last one has gone, with an error ─▶ FILLING
 *      └ abort, a time is up, the action fails ─▶ BROKEN ─ reset ─▶ FILLING, or RESETTING while somebody is in it
 *
 *   body   0 parties | 4 state | 16 condition's address | 64 seats, one word for each party: who is in it, or 0
 *                                                                                      under the condition's lock
 * </pre>
 *
 * A party that is killed in it breaks it: those who wait find its seat a tenth of a second later at most.
 *
 * The states and their numbers are those of Python's {@code threading.Barrier}, which works on the same memory.
 */
public final class Barrier extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final long PARTIES = BODY;
    private static final long STATE = BODY + 4;
    private static final long CONDITION = BODY + 16;
    private static final double GLANCE = 0.1; // seconds

    private static final int FILLING = 0;
    private static final int DRAINING = 1;
    private static final int RESETTING = -1;
    private static final int BROKEN = -2;

    private final transient Condition condition;
    private final transient MemorySegment seats;
    private final transient @Nullable Runnable action;
    private final transient @Nullable Double timeout;

    /**
     * Makes one.
     *
     * @param parties how many it waits for, 1 or more
     */
    public Barrier(int parties) {
        this(parties, null, null);
    }

    /**
     * Makes one.
     *
     * @param parties how many it waits for, 1 or more
     * @param action what the last one that comes does before they go on; null for nothing
     * @param timeout the most seconds that somebody waits who says nothing else; null for no limit
     * @throws UserFailure where {@code parties} is below 1
     */
    public Barrier(int parties, @Nullable Runnable action, @Nullable Double timeout) {
        super(ObjectKind.BARRIER, 0, seatBytes(parties));
        this.action = action;
        this.timeout = timeout;
        condition = new Condition(new Lock());
        INT.set(block, PARTIES, parties);
        LONG.setVolatile(block, CONDITION, condition.here());
        seats = more(seatBytes(parties));
    }

    @Override
    void sendParts() {
        long _ = condition.address();
    }

    private static long seatBytes(int parties) {
        if (parties < 1) {
            throw new UserFailure("parties must be > 0: parties=" + parties);
        }
        return 4L * parties;
    }

    private Barrier(long address) {
        super(ObjectKind.BARRIER, address);
        action = null;
        timeout = null;
        condition = Condition.attach((long) LONG.getVolatile(block, CONDITION));
        seats = more(seatBytes(parties()));
    }

    /**
     * The same barrier, made by another process. It knows no action and no timeout: those are the maker's.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static Barrier attach(long address) {
        return new Barrier(address);
    }

    /**
     * Waits for the others, as long as the barrier was made for.
     *
     * @return which one of them this is: 0 for the first that came
     */
    public int await() {
        return await(timeout);
    }

    /**
     * Waits for the others. Python's {@code wait}, a name that Java has taken.
     *
     * @param timeout the most seconds to wait; null for no limit
     * @return which one of them this is: 0 for the first that came
     * @throws BrokenBarrier where it is broken or breaks meanwhile; a time that is up breaks it
     */
    public int await(@Nullable Double timeout) {
        try (var _ = condition.hold()) {
            boolean _ = awaitLiving(() -> state() == FILLING || state() == BROKEN, null);
            checkWhole();
            int index = n_waiting();
            sit();
            try {
                if (index + 1 == parties()) {
                    open();
                } else {
                    pass(timeout);
                }
                return index;
            } finally {
                leave();
            }
        }
    }

    private void open() {
        boolean done = false;
        try {
            if (action != null) {
                action.run();
            }
            done = true;
        } finally {
            become(done ? DRAINING : BROKEN);
        }
    }

    private void pass(@Nullable Double patience) {
        if (!awaitLiving(() -> state() != FILLING, patience)) {
            become(BROKEN);
        }
        checkWhole();
    }

    private void leave() {
        stand(member.owner());
        fillAgain();
    }

    private void fillAgain() {
        if (n_waiting() == 0 && (state() == DRAINING || state() == RESETTING)) {
            become(FILLING);
        }
    }

    private boolean awaitLiving(BooleanSupplier done, @Nullable Double patience) {
        Deadline deadline = new Deadline(Seconds.nanos(patience));
        while (!done.getAsBoolean()) {
            long left = deadline.slice();
            if (left <= 0) {
                return false;
            }
            boolean _ = condition.await(Math.min(GLANCE, left / 1e9));
            dismissDead();
        }
        return true;
    }

    /** Frees the seats of those who were killed in it: who has not gone yet finds it broken. Holds the lock. */
    public void dismissDead() {
        for (long seat = 0; seat < seats.byteSize(); seat += 4) {
            int owner = (int) INT.getVolatile(seats, seat);
            if (owner != 0
                    && owner != member.owner()
                    && !member.segment().processes().isAlive(owner)) {
                INT.setVolatile(seats, seat, 0);
                if (state() == FILLING) {
                    become(BROKEN);
                }
            }
        }
        fillAgain(); // the last to leave may have been killed between its seat and the door
    }

    /** Takes a seat, for the calling process. Holds the lock. */
    private void sit() {
        replaceSeat(0, member.owner());
    }

    private void stand(int owner) {
        replaceSeat(owner, 0);
    }

    private void replaceSeat(int from, int to) {
        for (long seat = 0; seat < seats.byteSize(); seat += 4) {
            if ((int) INT.getVolatile(seats, seat) == from) {
                INT.setVolatile(seats, seat, to);
                return;
            }
        }
    }

    private void checkWhole() {
        if (state() < 0) {
            throw new BrokenBarrier("barrier is broken: name=" + name());
        }
    }

    /** Those who wait at it get an error; then it is as new. */
    public void reset() {
        try (var _ = condition.hold()) {
            if (n_waiting() == 0) {
                become(FILLING);
            } else {
                become(RESETTING);
            }
        }
    }

    /** Breaks it: who waits or comes gets an error, until it is reset. */
    public void abort() {
        try (var _ = condition.hold()) {
            become(BROKEN);
        }
    }

    private void become(int state) {
        INT.setVolatile(block, STATE, state);
        condition.notify_all();
    }

    /**
     * How many it waits for.
     *
     * @return as it was made
     */
    public int parties() {
        return (int) INT.get(block, PARTIES);
    }

    /**
     * How many wait at it.
     *
     * @return at this instant
     */
    public int n_waiting() {
        int count = 0;
        for (long seat = 0; seat < seats.byteSize(); seat += 4) {
            count += (int) INT.getVolatile(seats, seat) == 0 ? 0 : 1;
        }
        return count;
    }

    /**
     * Whether it is broken.
     *
     * @return until it is reset
     */
    public boolean broken() {
        return state() == BROKEN;
    }

    private int state() {
        return (int) INT.getVolatile(block, STATE);
    }

    /**
     * For Python's own barrier, which works on the same memory.
     *
     * @return its condition
     */
    public Condition condition() {
        return condition;
    }

    /**
     * Its state, for Python's own barrier.
     *
     * @return its number, as Python has it
     */
    public int stateNumber() {
        return state();
    }

    /**
     * Sets its state, for Python's own barrier, which holds the condition's lock.
     *
     * @param number as Python has it
     */
    public void stateNumber(int number) {
        INT.setVolatile(block, STATE, number);
    }

    /**
     * The calling process comes or goes, for Python's own barrier, which holds the condition's lock.
     *
     * @param comes else it goes
     */
    public void seat(boolean comes) {
        if (comes) {
            sit();
        } else {
            stand(member.owner());
        }
    }

    @Override
    public String toString() {
        return "<Barrier(name=" + name() + ", parties=" + parties() + ", waiting=" + n_waiting()
                + (broken() ? ", broken" : "") + ")>";
    }
}
