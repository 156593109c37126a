package parley.sync;

import static parley.memory.VarHandles.INT;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Futex;
import parley.memory.Member;
import parley.memory.ProcessTable;
import parley.memory.Verb;

/**
 * One word that one process has at a time: what both locks are made of.
 *
 * <pre>
 *   0 free ─take─▶ owner ─another waits─▶ owner+WAITERS ─giveBack─▶ free, one waiter woken
 *                                             └─ owner is dead ─▶ another owner+WAITERS, with a warning
 * </pre>
 *
 * The warning names the owner, not the line where it took the lock: that must be noted before anybody waits, as the dead
 * cannot be asked, and one look at the caller's frame ({@code StackWalker}) takes forty times as long as lock and
 * unlock together.
 *
 * <p>Any thread.
 */
final class OwnedWord {
    private static final int WAITERS = 0x8000_0000;
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private final Member member;
    private final MemorySegment block;
    private final long offset;
    private final long address; // of the object, for those who look

    OwnedWord(Member member, MemorySegment block, long offset, long address) {
        this.member = member;
        this.block = block;
        this.offset = offset;
        this.address = address;
    }

    /** See {@link Lock#acquire(boolean, Double)}. */
    boolean take(boolean wait, @Nullable Double timeout) {
        if (INT.compareAndSet(block, offset, 0, member.owner())) {
            return true;
        }
        if (!wait) { // who only ever tries must not try for ever after the owner was killed
            int word = (int) INT.getVolatile(block, offset);
            return word != 0 && takeFromTheDead(word);
        }
        return spin() || waitFor(new Deadline(Seconds.nanos(timeout)));
    }

    private boolean spin() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if ((int) INT.getVolatile(block, offset) == 0 && INT.compareAndSet(block, offset, 0, member.owner())) {
                return true;
            }
        }
        return false;
    }

    private boolean waitFor(Deadline deadline) {
        int me = member.owner();
        try (var _ = member.waiting(Verb.ACQUIRE, address)) {
            while (true) {
                int word = (int) INT.getVolatile(block, offset);
                if (word == 0) {
                    if (INT.compareAndSet(block, offset, 0, me | WAITERS)) {
                        return true;
                    }
                } else if ((word & WAITERS) != 0 || INT.compareAndSet(block, offset, word, word | WAITERS)) {
                    long slice = deadline.slice();
                    if (slice <= 0) {
                        return takeFromTheDead(word | WAITERS);
                    }
                    Futex.await(block, offset, word | WAITERS, slice);
                    Deadline.checkStopped("acquire " + name());
                    if (takeFromTheDead(word | WAITERS)) {
                        return true;
                    }
                }
            }
        }
    }

    private boolean takeFromTheDead(int word) {
        ProcessTable processes = member.segment().processes();
        if ((int) INT.getVolatile(block, offset) != word
                || processes.isAlive(word & ~WAITERS)
                || Takeover.isForbidden()) {
            return false;
        }
        String owner = processes.describe(word & ~WAITERS);
        if (!INT.compareAndSet(block, offset, word, member.owner() | WAITERS)) {
            return false;
        }
        Takeover.tell(nameAndVariable(), owner);
        return true;
    }

    /** Whether it was taken at all. */
    boolean giveBack() {
        int word = (int) INT.getAndSet(block, offset, 0);
        if ((word & WAITERS) != 0) {
            Futex.wake(block, offset, 1);
        }
        return word != 0;
    }

    boolean isTaken() {
        return (int) INT.getVolatile(block, offset) != 0;
    }

    boolean isMine() {
        return ((int) INT.getVolatile(block, offset) & ~WAITERS) == member.owner();
    }

    /** The owner's name and pid, or {@code None}. */
    String owner() {
        int word = (int) INT.getVolatile(block, offset);
        return word == 0 ? "None" : member.segment().processes().describe(word & ~WAITERS);
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
