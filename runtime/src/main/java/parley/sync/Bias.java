package parley.sync;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.MEMORY;

import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.memory.Membarrier;
import parley.memory.Member;
import parley.memory.VarHandles;

/**
 * A lock that one thread alone has used so far becomes that thread's: it takes it and gives it back without an atomic
 * instruction, until anybody else comes. The others pay, by {@link Membarrier#heavy}. Biased locking, after Kawachiya,
 * Koseki and Onodera (2002), but across processes, any of which may be killed at any moment.
 *
 * <pre>
 *   word    0 ◀──▶ owner          as in {@link OwnedWord}: for all but the thread, and for all once the bias has ended
 *                    │ the thread has taken it, for the {@link #SOON}th time in a row, and nobody sleeps
 *                    ▼
 *            GIVEN | owner        held where inside is 1, else free: the thread alone writes that
 *                    │ somebody else comes
 *                    ▼
 *           ENDING | owner        after a heavy fence, either inside is seen, or the thread sees that this is not GIVEN;
 *            │       │            anybody who finds this ends it, should its maker be killed
 *   inside 0 ▼       ▼ inside 1
 *            0      HELD | owner  as any owner's, until it is given back
 *
 *   the thread takes it                  gives it back                 somebody else
 *     inside := 1                          inside := 0                   word := ENDING | owner
 *     Membarrier.light                     Membarrier.light              Membarrier.heavy
 *     word is GIVEN? it has it             word is GIVEN? done           word := inside? HELD | owner : 0
 *     ends it; HELD? it has it             ends it; HELD? word := 0      then as with any lock
 * </pre>
 *
 * <p>A lock is given once. So {@code inside} says nothing once the word is not GIVEN or ENDING any more, and a thread that
 * was halted before it wrote it harms nobody later. A copy of the process has the same thread, and none of its locks.
 *
 * <p>Any thread.
 */
final class Bias {
    /** How often a thread takes a lock until it is given to it: by far more than it takes to look who is there. */
    private static final int SOON = Integer.getInteger("parley.bias", 1000);

    private static final int OWNER = (1 << 28) - 1; // see parley.memory.ProcessTable
    private static final int GIVEN = 1 << 28;
    private static final int ENDING = 2 << 28;
    private static final int HELD = 3 << 28;

    private static final long INSIDE_AFTER_WORD = 8;
    private static final long WAS_GIVEN_AFTER_WORD = 12;

    /** Those of this process; a copy of it has none of them. */
    private static final Queue<WeakReference<Bias>> HERE = new ConcurrentLinkedQueue<>();

    static {
        AtFork.inChild(() -> {
            HERE.stream().map(WeakReference::get).filter(Objects::nonNull).forEach(bias -> bias.thread = null);
            HERE.clear();
        });
    }

    private final Member member;
    private final long word;
    private final long inside;
    private final long wasGiven;

    // Each thread finds itself there, or not: what it reads otherwise does not matter.
    private @Nullable Thread thread;
    private int given; // the word, while it is the thread's
    private boolean isInside; // as in shared memory, where it takes longer to look
    private @Nullable Thread latest;
    private int taken; // in a row, by the latest; below 0 once it was given

    Bias(Member member, long word) {
        this.member = member;
        this.word = word;
        this.inside = word + INSIDE_AFTER_WORD;
        this.wasGiven = word + WAS_GIVEN_AFTER_WORD;
    }

    /** Whose a word is that is not 0. */
    static int owner(int value) {
        return value & OWNER;
    }

    private static boolean isEnded(int value) {
        int state = value & ~OWNER;
        return state != GIVEN && state != ENDING;
    }

    /** Whether a word, which is not 0, is that of a lock that is held. */
    boolean isHeld(int value) {
        return isEnded(value) || (int) INT.getVolatile(MEMORY, inside) == 1;
    }

    /**
     * Takes the lock where it is the caller's; if it was, it may be no longer. Here and below, fields are read once: after
     * each volatile access the compiler would read them again, and check the address again.
     */
    boolean take() {
        if (thread != Thread.currentThread()) {
            return false;
        }
        int given = this.given;
        boolean enters = !isInside; // else it waits till somebody gives it back
        if (enters) {
            long word = this.word & VarHandles.WORDS;
            isInside = true;
            INT.setRelease(MEMORY, word + INSIDE_AFTER_WORD, 1);
            Membarrier.light();
            if ((int) INT.getVolatile(MEMORY, word) == given) {
                return true;
            }
        }
        return leave() && enters;
    }

    /** Gives the lock back where it is the caller's; if it was, it may be no longer. */
    boolean giveBack() {
        if (thread != Thread.currentThread()) {
            return false;
        }
        int given = this.given;
        long word = this.word & VarHandles.WORDS;
        boolean leaves = isInside && (int) INT.getOpaque(MEMORY, word) == given; // else somebody has given it back
        if (leaves) {
            isInside = false;
            INT.setRelease(MEMORY, word + INSIDE_AFTER_WORD, 0);
            Membarrier.light();
            if ((int) INT.getVolatile(MEMORY, word) == given) {
                return true;
            }
        }
        return !leave() && leaves;
    }

    /** The thread knows that it is its own no longer; whether it was seen to hold it. */
    private boolean leave() {
        end();
        thread = null;
        return (int) INT.getVolatile(MEMORY, word) == (HELD | owner(given));
    }

    /** Whoever it is given to, it is so no longer; afterwards the word alone says whose it is. */
    void end() {
        for (int now = (int) INT.getVolatile(MEMORY, word); !isEnded(now); now = (int) INT.getVolatile(MEMORY, word)) {
            int ending = ENDING | owner(now);
            if (now == ending || INT.compareAndSet(MEMORY, word, now, ending)) {
                Membarrier.heavy();
                boolean held = (int) INT.getVolatile(MEMORY, inside) == 1;
                INT.compareAndSet(MEMORY, word, ending, held ? HELD | owner(now) : 0);
            }
        }
    }

    /** The caller has taken the free lock as anybody can: soon it is given to it. */
    void taken() {
        if (taken >= 0) {
            Thread current = Thread.currentThread();
            if (latest != current) {
                latest = current;
                taken = 0;
            } else if (++taken >= SOON && Membarrier.isRegistered()) {
                latest = null;
                taken = -1;
                give(current);
            }
        }
    }

    /** Who sleeps would not be woken; it may have seen the word before it was given, or after. */
    private void give(Thread current) {
        int me = member.owner();
        if (INT.compareAndSet(MEMORY, wasGiven, 0, 1)) {
            INT.setRelease(MEMORY, inside, 1);
            isInside = true;
            HERE.removeIf(known -> known.get() == null);
            HERE.add(new WeakReference<>(this));
            thread = current;
            given = GIVEN | me;
            if (INT.compareAndSet(MEMORY, word, me, given)
                    && (int) INT.getVolatile(MEMORY, word + RLock.SLEEPERS_AFTER_WORD) != 0) {
                end();
            }
        }
    }
}
