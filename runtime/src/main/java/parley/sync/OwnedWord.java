package parley.sync;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.MEMORY;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Futex;
import parley.memory.Membarrier;
import parley.memory.Member;
import parley.memory.ProcessTable;
import parley.memory.Spin;
import parley.memory.Verb;

/**
 * One word that one process has at a time, and one that says whether somebody sleeps: what both locks are made of.
 *
 * <pre>
 *   word      0 free ─take─▶ owner ─giveBack─▶ 0
 *                              └─ owner is dead, somebody waits ─▶ another owner, with a warning
 *             and, where one thread alone uses it, what {@link Bias} makes of it
 *   sleepers  0 none, 1 perhaps, a futex
 *
 *   giveBack                        a waiter, after each sleep too
 *     word := 0                       sleepers := 1
 *     Membarrier.light                take the word where it is free: others may sleep, so it gives it back with a wake
 *     sleepers = 1?                   Membarrier.heavy
 *       sleepers := 0, wake one       the word is free? once more : sleep while sleepers = 1
 * </pre>
 *
 * <p>So a lock that nobody waits for costs one atomic instruction, or none. Nobody is forgotten: either the waiter sees the word
 * free, or who gives it back sees the waiter; who was woken says that others may sleep before the word can be given back
 * by it; and whoever is killed between two of these steps, the next slice of a waiter's time ends
 * ({@link parley.memory.Deadline}). A waiter that gives up hands its wake on.
 *
 * <p>The warning names the owner, not the line where it took the lock: that must be noted before anybody waits, as the
 * dead cannot be asked, and one look at the caller's frame ({@code StackWalker}) takes forty times as long as lock and
 * unlock together.
 *
 * <p>Any thread.
 */
final class OwnedWord {
    private static final int SPINS = 200;

    private final Member member;
    private final MemorySegment block; // keeps both words where they are
    private final long word;
    private final long sleepers;
    private final long address; // of the object, for those who look
    private final @Nullable Bias bias;
    private final BooleanSupplier takesSoon = this::takeSoon; // made once: the JVM's fast compiler asks the VM for each

    OwnedWord(Member member, MemorySegment block, long offset, long address, @Nullable Bias bias) {
        this.member = member;
        this.block = block;
        this.word = block.address() + offset;
        this.sleepers = word + RLock.SLEEPERS_AFTER_WORD;
        this.address = address;
        this.bias = bias;
    }

    /** See {@link Lock#acquire(boolean, Double)}: for who cannot take it by its {@link Bias}. */
    boolean take(boolean wait, @Nullable Double timeout) {
        try {
            if (takeFree()) {
                if (bias != null) {
                    bias.taken();
                }
                return true;
            }
            if (bias != null) {
                bias.end();
            }
            if (!wait) { // who only ever tries must not try for ever after the owner was killed
                int now = (int) INT.getVolatile(MEMORY, word);
                return now == 0 ? takeFree() : takeFromTheDead(now);
            }
            return Spin.until(takesSoon, SPINS) || waitFor(new Deadline(Seconds.nanos(timeout)));
        } finally {
            Reference.reachabilityFence(block);
        }
    }

    private boolean takeFree() {
        return INT.compareAndSet(MEMORY, word, 0, member.owner());
    }

    private boolean takeSoon() {
        return (int) INT.getVolatile(MEMORY, word) == 0 && takeFree();
    }

    private boolean waitFor(Deadline deadline) {
        boolean taken = false;
        try (var _ = member.waiting(Verb.ACQUIRE, address)) {
            taken = waitWithin(deadline);
        } finally {
            if (!taken) {
                Futex.wake(MEMORY, sleepers, 1); // it may have been woken, in place of another one
            }
        }
        return taken;
    }

    private boolean waitWithin(Deadline deadline) {
        INT.setVolatile(MEMORY, sleepers, 1);
        while (true) {
            if (takeFree()) {
                return true;
            }
            Membarrier.heavy();
            if (bias != null) {
                bias.end();
            }
            int now = (int) INT.getVolatile(MEMORY, word);
            if (now != 0) {
                long slice = deadline.slice();
                if (slice <= 0) {
                    return takeFromTheDead(now);
                }
                Futex.await(MEMORY, sleepers, 1, slice);
                INT.setVolatile(MEMORY, sleepers, 1);
                Deadline.checkStopped("acquire " + name());
                if (takeFromTheDead(now)) {
                    return true;
                }
            }
        }
    }

    private boolean takeFromTheDead(int value) {
        ProcessTable processes = member.segment().processes();
        int owner = Bias.owner(value);
        if ((int) INT.getVolatile(MEMORY, word) != value || processes.isAlive(owner) || Takeover.isForbidden()) {
            return false;
        }
        String dead = processes.describe(owner);
        if (!INT.compareAndSet(MEMORY, word, value, member.owner())) {
            return false;
        }
        Takeover.tell(nameAndVariable(), dead);
        return true;
    }

    /** The same; whether it was taken at all. */
    boolean giveBack() {
        try {
            if (bias != null) {
                bias.end();
            }
            if ((int) INT.getVolatile(MEMORY, word) == 0) {
                return false;
            }
            if (Membarrier.isRegistered()) {
                INT.setRelease(MEMORY, word, 0);
                Membarrier.light();
            } else {
                INT.setVolatile(MEMORY, word, 0);
            }
            if ((int) INT.getVolatile(MEMORY, sleepers) != 0) {
                INT.setVolatile(MEMORY, sleepers, 0);
                Futex.wake(MEMORY, sleepers, 1);
            }
            return true;
        } finally {
            Reference.reachabilityFence(block);
        }
    }

    boolean isTaken() {
        return holder() != 0;
    }

    boolean isMine() {
        return holder() == member.owner();
    }

    /** Whose it is; 0 where it is free. */
    private int holder() {
        int now = (int) INT.getVolatile(MEMORY, word);
        return bias == null || now == 0 ? now : bias.isHeld(now) ? Bias.owner(now) : 0;
    }

    /** The owner's name and pid, or {@code None}. */
    String owner() {
        int holder = holder();
        return holder == 0 ? "None" : member.segment().processes().describe(holder);
    }

    /** As in {@code Lock-1 (till)}. */
    private String nameAndVariable() {
        String variable = member.segment().objects().label(address);
        return variable.isEmpty() ? name() : name() + " (" + variable + ")";
    }

    private String name() {
        return member.segment().objects().name(address);
    }
}
