package parley.sync;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import org.jspecify.annotations.Nullable;
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
 *   body   0 parties | 4 state | 8 how many are in it | 16 condition's address         under the condition's lock
 * </pre>
 *
 * The states and their numbers are those of Python's {@code threading.Barrier}, which works on the same memory.
 */
public final class Barrier extends SharedObject {
    private static final long serialVersionUID = 1;
    private static final long PARTIES = BODY;
    private static final long STATE = BODY + 4;
    private static final long COUNT = BODY + 8;
    private static final long CONDITION = BODY + 16;

    private static final int FILLING = 0;
    private static final int DRAINING = 1;
    private static final int RESETTING = -1;
    private static final int BROKEN = -2;

    private final transient Condition condition;
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
        super(ObjectKind.BARRIER, 0);
        if (parties < 1) {
            throw new UserFailure("parties must be > 0: parties=" + parties);
        }
        this.action = action;
        this.timeout = timeout;
        condition = new Condition(new Lock());
        INT.set(block, PARTIES, parties);
        LONG.setVolatile(block, CONDITION, condition.address());
    }

    private Barrier(long address) {
        super(ObjectKind.BARRIER, address);
        action = null;
        timeout = null;
        condition = Condition.attach((long) LONG.getVolatile(block, CONDITION));
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
            boolean _ = condition.await_for(() -> state() == FILLING || state() == BROKEN, null);
            checkWhole();
            int index = n_waiting();
            INT.setVolatile(block, COUNT, index + 1);
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
        if (!condition.await_for(() -> state() != FILLING, patience)) {
            become(BROKEN);
        }
        checkWhole();
    }

    private void leave() {
        int count = n_waiting() - 1;
        INT.setVolatile(block, COUNT, count);
        if (count == 0 && (state() == DRAINING || state() == RESETTING)) {
            become(FILLING);
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
        return (int) INT.getVolatile(block, COUNT);
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
     * A word of it, for Python's own barrier.
     *
     * @param state whether the state is meant; else how many are in it
     * @return its value
     */
    public int word(boolean state) {
        return (int) INT.getVolatile(block, state ? STATE : COUNT);
    }

    /**
     * Sets a word of it, for Python's own barrier, which holds the condition's lock.
     *
     * @param state whether the state is meant; else how many are in it
     * @param value its value
     */
    public void word(boolean state, int value) {
        INT.setVolatile(block, state ? STATE : COUNT, value);
    }

    @Override
    public String toString() {
        return "<Barrier(name=" + name() + ", parties=" + parties() + ", waiting=" + n_waiting()
                + (broken() ? ", broken" : "") + ")>";
    }
}
