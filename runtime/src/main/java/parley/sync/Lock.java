package parley.sync;

import static parley.memory.VarHandles.INT;

import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Futex;
import parley.memory.Member;
import parley.memory.ObjectKind;
import parley.memory.ObjectTable;
import parley.memory.ProcessTable;
import parley.memory.Verb;
import parley.trace.Named;
import parley.trace.UserFailure;
import parley.wire.Portable;

/**
 * A lock between processes, as Python's {@code multiprocessing.Lock}: not reentrant, and any process may release it.
 *
 * <pre>
 *   try (var held = lock.hold()) { ... }      or      lock.acquire(); try { ... } finally { lock.release(); }
 * </pre>
 *
 * A lock whose owner was killed is taken over by the next who waits; a warning on the error stream names the dead
 * owner, because what the lock guards may be half written. Any thread.
 */
public final class Lock implements Portable, Named, Serializable {
    private static final long serialVersionUID = 1;
    private static final long WORD = ObjectTable.BODY;
    private static final long SIZE = 64;
    private static final int WAITERS = 0x8000_0000;
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private final transient Member member;
    private final transient MemorySegment block;
    private final transient long address;

    /** Makes a free lock. */
    public Lock() {
        this(Member.current(), 0);
    }

    private Lock(Member member, long address) {
        this.member = member;
        this.address =
                address != 0 ? address : member.segment().objects().create(ObjectKind.LOCK, SIZE, member.owner());
        this.block = member.segment().block(this.address, ObjectTable.BODY + SIZE);
    }

    /**
     * The same lock, made by another process.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static Lock attach(long address) {
        return new Lock(Member.current(), address);
    }

    /** Takes the lock; waits as long as it takes. */
    public void acquire() {
        boolean _ = acquire(true, null);
    }

    /**
     * Takes the lock if it can.
     *
     * @param block whether to wait
     * @param timeout the most seconds to wait, below 0 as 0; null for no limit
     * @return whether this process has it now
     * @throws parley.trace.StoppedFailure when the thread is interrupted while it waits
     */
    public boolean acquire(boolean block, @Nullable Double timeout) {
        if (INT.compareAndSet(this.block, WORD, 0, member.owner())) {
            return true;
        }
        if (!block) { // who only ever tries must not try for ever after the owner was killed
            int word = (int) INT.getVolatile(this.block, WORD);
            return word != 0 && takeFromTheDead(word);
        }
        long nanos = timeout == null ? Deadline.FOREVER : (long) (Math.max(0, timeout) * 1e9);
        return spin() || waitFor(new Deadline(nanos));
    }

    private boolean spin() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if ((int) INT.getVolatile(block, WORD) == 0 && INT.compareAndSet(block, WORD, 0, member.owner())) {
                return true;
            }
        }
        return false;
    }

    private boolean waitFor(Deadline deadline) {
        int me = member.owner();
        try (var _ = member.waiting(Verb.ACQUIRE, address)) {
            while (true) {
                int word = (int) INT.getVolatile(block, WORD);
                if (word == 0) {
                    if (INT.compareAndSet(block, WORD, 0, me | WAITERS)) {
                        return true;
                    }
                } else if ((word & WAITERS) != 0 || INT.compareAndSet(block, WORD, word, word | WAITERS)) {
                    long slice = deadline.slice();
                    if (slice <= 0) {
                        return takeFromTheDead(word | WAITERS);
                    }
                    Futex.await(block, WORD, word | WAITERS, slice);
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
        if ((int) INT.getVolatile(block, WORD) != word || processes.isAlive(word & ~WAITERS)) {
            return false;
        }
        String owner = processes.describe(word & ~WAITERS);
        if (!INT.compareAndSet(block, WORD, word, member.owner() | WAITERS)) {
            return false;
        }
        System.err.println("warning: the owner of a lock ended without releasing it: lock=" + name() + ", owner="
                + owner + "\nMaybe what it guards is half written.");
        return true;
    }

    /**
     * Gives the lock back; any process may do so.
     *
     * @throws UserFailure where the lock is free
     */
    public void release() {
        int word = (int) INT.getAndSet(block, WORD, 0);
        if (word == 0) {
            throw new UserFailure("semaphore or lock released too many times");
        }
        if ((word & WAITERS) != 0) {
            Futex.wake(block, WORD, 1);
        }
    }

    /**
     * Takes the lock for a {@code try} block.
     *
     * @return releases the lock when it is closed
     */
    public Held hold() {
        acquire();
        return this::release;
    }

    /** A lock that is held. */
    @FunctionalInterface
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Whether somebody holds it now.
     *
     * @return true while it is held
     */
    public boolean locked() {
        return (int) INT.getVolatile(block, WORD) != 0;
    }

    @Override
    public String name() {
        return member.segment().objects().name(address);
    }

    @Override
    public String kind() {
        return ObjectKind.LOCK.toString();
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public String toString() {
        int word = (int) INT.getVolatile(block, WORD);
        return "<Lock(name=" + name() + ", owner="
                + (word == 0 ? "None" : member.segment().processes().describe(word & ~WAITERS))
                + ")>";
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        return new Travelling(address);
    }

    private record Travelling(long address) implements Serializable {
        @Serial
        private Object readResolve() throws ObjectStreamException {
            return attach(address);
        }
    }
}
