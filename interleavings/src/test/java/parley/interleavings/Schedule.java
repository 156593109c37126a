package parley.interleavings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import parley.memory.Segment;
import parley.memory.StandIn;

/**
 * One order of steps of some processes, chosen by its seed. Made, filled and run by one thread.
 *
 * <pre>
 *   an actor   READY ─▶ has the turn ─ await ─▶ WAITS ─ wake, time ─▶ READY ... ─▶ DONE
 *                           └─ kill ─▶ KILLED: never again
 * </pre>
 */
public final class Schedule {
    private static final ThreadLocal<Actor> ME = new ThreadLocal<>();
    private static final int MOST_STEPS = 200_000;
    private static final int MOST_STUCK = 30;
    private static final int[] STRIDES = {1, 3, 10, 40};

    private final Segment segment;
    private final Random random;
    private final int stride;
    private final boolean timeFlies;
    private final List<StandIn> processes = new ArrayList<>();
    private final List<Actor> actors = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private StandIn victim;
    private int killAt = -1;
    private boolean killed;
    private boolean timesOut;
    private boolean mayWait;
    private int stuck;
    private volatile boolean ended;
    private volatile Actor turn;
    private volatile Throwable failure;
    private int steps;
    private long now;

    private enum State {
        READY,
        WAITS,
        DONE,
        KILLED
    }

    /** What a process does. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    /** How a killed thread is cleared away, after all is over. */
    private static final class Gone extends Error {
        private static final long serialVersionUID = 1;

        Gone() {
            super("killed", null, false, false);
        }
    }

    private static final class Actor {
        private final Schedule schedule;
        private final StandIn process;
        private Thread thread;
        private State state = State.READY;
        private long waitsFor;
        private long until;

        Actor(Schedule schedule, StandIn process) {
            this.schedule = schedule;
            this.process = process;
        }
    }

    Schedule(Segment segment, long seed) {
        this.segment = segment;
        this.random = new Random(seed * 0x9e3779b97f4a7c15L + 1);
        this.stride = STRIDES[random.nextInt(STRIDES.length)];
        this.timeFlies = random.nextBoolean();
    }

    public Random random() {
        return random;
    }

    public Segment segment() {
        return segment;
    }

    public StandIn process(String name) {
        StandIn process = new StandIn(segment, name);
        processes.add(process);
        return process;
    }

    /** Waits that end because the time is up are part of what is tested. */
    public void timesOut() {
        timesOut = true;
    }

    /** Where one was killed, others may wait at the end for what never comes. */
    public void mayWait() {
        mayWait = true;
    }

    /** One of these is killed, in three of four orders, at some step. */
    public void kill(StandIn... candidates) {
        if (random.nextInt(4) > 0) {
            victim = candidates[random.nextInt(candidates.length)];
            killAt = 1 + random.nextInt(random.nextBoolean() ? 60 : 400);
        }
    }

    public boolean isKilled(StandIn process) {
        return killed && process == victim;
    }

    public void start(StandIn process, Body body) {
        Actor actor = new Actor(this, process);
        actor.thread = Thread.ofVirtual().unstarted(() -> {
            ME.set(actor);
            try {
                awaitTurn(actor);
                body.run();
            } catch (Gone e) {
                return;
            } catch (Throwable e) {
                failure = failure == null ? e : failure;
            }
            actor.state = State.DONE;
            pass();
        });
        actors.add(actor);
    }

    /** Runs it to its end. */
    void run() throws Throwable {
        actors.forEach(actor -> actor.thread.start());
        Actor first = actors.get(random.nextInt(actors.size()));
        turn = first; // it may run at once, and somebody else have the turn by the next line, or nobody
        LockSupport.unpark(first.thread);
        over.await();
        ended = true;
        for (Actor actor : actors) {
            LockSupport.unpark(actor.thread);
            actor.thread.join();
        }
        processes.forEach(StandIn::dies); // others get their rows
        if (failure != null) {
            throw failure;
        }
    }

    /** Whoever is on the way to a shared word may have to let others go first. */
    public static void step() {
        Actor me = ME.get();
        if (me != null) {
            me.schedule.step(me);
        }
    }

    private void step(Actor me) {
        checkGone(me);
        if (++steps > MOST_STEPS) {
            end(new AssertionError("nobody gets on: steps=" + steps));
            checkGone(me);
        }
        if (steps >= killAt && killAt > 0 && !killed && me.process == victim) {
            killed = true;
            for (Actor actor : actors) {
                actor.state = actor.process == victim && actor.state != State.DONE ? State.KILLED : actor.state;
            }
            ME.remove(); // what notes its death is no step
            victim.dies();
            ME.set(me);
            pass();
            awaitTurn(me);
        }
        if (timeFlies && random.nextInt(50) == 0) {
            timePasses();
        }
        if (random.nextInt(stride) == 0) {
            pass();
            awaitTurn(me);
        }
    }

    public static void await(long word, BooleanSupplier asExpected, long nanos) {
        Actor me = ME.get();
        if (me != null) { // else before or after all: who is waited for is dead, or this never ends
            me.schedule.await(me, word, asExpected, nanos);
        }
    }

    private void await(Actor me, long word, BooleanSupplier asExpected, long nanos) {
        step(me);
        ME.remove(); // the kernel's look at the word is one step with the wait
        boolean waits = asExpected.getAsBoolean();
        ME.set(me);
        if (waits) {
            me.state = State.WAITS;
            me.waitsFor = word;
            me.until = now + nanos;
            pass();
            awaitTurn(me);
        }
    }

    public static void wake(long word, int count) {
        Actor me = ME.get();
        if (me != null) {
            me.schedule.step(me);
            me.schedule.wakeSome(word, count);
        }
    }

    private void wakeSome(long word, int count) {
        for (int i = 0; i < count; i++) {
            List<Actor> waiting = actors.stream()
                    .filter(actor -> actor.state == State.WAITS && actor.waitsFor == word)
                    .toList();
            if (waiting.isEmpty()) {
                return;
            }
            waiting.get(random.nextInt(waiting.size())).state = State.READY;
        }
    }

    public static long now() {
        Actor me = ME.get();
        return me == null ? 0 : me.schedule.now;
    }

    /** The first of those who wait has waited long enough; false where nobody waits. */
    private boolean timePasses() {
        Actor first = actors.stream()
                .filter(actor -> actor.state == State.WAITS)
                .min(Comparator.comparingLong(actor -> actor.until))
                .orElse(null);
        if (first == null) {
            return false;
        }
        now = Math.max(now, first.until);
        first.state = State.READY;
        return true;
    }

    /** Gives the turn to one who can go on; the caller waits for its own, or is done. */
    private void pass() {
        while (true) {
            List<Actor> ready =
                    actors.stream().filter(actor -> actor.state == State.READY).toList();
            if (!ready.isEmpty()) {
                Actor next = ready.get(random.nextInt(ready.size()));
                turn = next;
                LockSupport.unpark(next.thread);
                return;
            }
            if (!timePasses()) {
                turn = null;
                over.countDown();
                return;
            }
            if (!killed && !timesOut && !timeFlies) {
                end(new AssertionError("all wait, and nobody will wake them: a wake-up is lost"));
                return;
            }
            if (++stuck > MOST_STUCK) {
                end(mayWait && killed ? null : new AssertionError("all wait for ever: steps=" + steps));
                return;
            }
        }
    }

    private void end(Throwable cause) {
        failure = failure == null ? cause : failure;
        actors.forEach(actor -> actor.state = State.KILLED);
        turn = null;
        over.countDown();
    }

    private void awaitTurn(Actor me) {
        while (turn != me && !ended) {
            LockSupport.park(this);
        }
        checkGone(me);
    }

    private void checkGone(Actor me) {
        while (me.state == State.KILLED) {
            if (ended) {
                throw new Gone();
            }
            LockSupport.park(this);
        }
    }
}
