package parley.python;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import parley.channel.Messages;
import parley.channel.PipeEnd;
import parley.memory.Member;
import parley.memory.ObjectKind;
import parley.memory.SharedMemory;
import parley.sync.Array;
import parley.sync.Barrier;
import parley.sync.BoundedSemaphore;
import parley.sync.Condition;
import parley.sync.Event;
import parley.sync.Guard;
import parley.sync.Lock;
import parley.sync.Numbers;
import parley.sync.RLock;
import parley.sync.Semaphore;
import parley.sync.Value;
import parley.trace.UserFailure;

/**
 * Makes what processes share, and finds it again by its address: what the classes of {@code multiprocessing} stand on. An
 * address of 0 makes a new one. Public for Python code. Any thread.
 */
public final class SharedPort {
    private final Interrupts interrupts;

    SharedPort(Interrupts interrupts) {
        this.interrupts = interrupts;
    }

    public QueuePort queue(long address, int maxsize) {
        return new QueuePort(address == 0 ? Messages.create(maxsize) : Messages.attach(address), interrupts, false);
    }

    public QueuePort joinable(long address, int maxsize) {
        Messages messages =
                address == 0 ? Messages.create(ObjectKind.JOINABLE_QUEUE, maxsize) : Messages.attach(address);
        return new QueuePort(messages, interrupts, true);
    }

    /** The two ends of a new pipe. */
    public PipePort[] pipe(boolean duplex) {
        return PipeEnd.create(duplex).stream()
                .map(end -> new PipePort(end, interrupts))
                .toArray(PipePort[]::new);
    }

    public PipePort attachPipe(String ticket) {
        return new PipePort(PipeEnd.attach(ticket), interrupts);
    }

    public LockPort lock(long address) {
        return new LockPort(address == 0 ? new Lock() : Lock.attach(address), interrupts);
    }

    public SyncPort.Reentrant rlock(long address) {
        return new SyncPort.Reentrant(address == 0 ? new RLock() : RLock.attach(address), interrupts);
    }

    public SyncPort.Counter semaphore(long address, int value) {
        return new SyncPort.Counter(address == 0 ? new Semaphore(value) : Semaphore.attach(address), interrupts);
    }

    public SyncPort.Counter bounded(long address, int value) {
        return new SyncPort.Counter(
                address == 0 ? new BoundedSemaphore(value) : BoundedSemaphore.attach(address), interrupts);
    }

    public SyncPort.Flag event(long address) {
        return new SyncPort.Flag(address == 0 ? new Event() : Event.attach(address), interrupts);
    }

    /** With a lock of either kind, where it is made anew. */
    public SyncPort.Notice condition(long address, long lock, boolean reentrant) {
        Condition condition = address == 0 ? new Condition(guard(lock, reentrant)) : Condition.attach(address);
        return new SyncPort.Notice(condition, interrupts);
    }

    public SyncPort.Gate barrier(long address, int parties) {
        return new SyncPort.Gate(address == 0 ? new Barrier(parties) : Barrier.attach(address));
    }

    /** One number where {@code size} is below 0, else so many; {@code lock} 0 for none. */
    public NumbersPort numbers(String typecode, int size, long lock, boolean reentrant) {
        @Nullable Guard guard = lock == 0 ? null : guard(lock, reentrant);
        char code = typecode.charAt(0);
        return new NumbersPort(size < 0 ? new Value(code, 0, guard) : new Array(code, size, guard));
    }

    /** Makes a named block, with a fresh name where {@code name} is empty. */
    public MemoryPort createMemory(String name, long size) {
        try {
            return new MemoryPort(SharedMemory.create(name.isEmpty() ? null : name, size), "");
        } catch (FileAlreadyExistsException e) {
            return new MemoryPort(null, "exists");
        } catch (UserFailure e) {
            return new MemoryPort(null, String.valueOf(e.getMessage()));
        }
    }

    /** The names of the blocks that the session made and nobody has unlinked. */
    public Object[] left() {
        return Member.currentOwner() == 0
                ? new Object[0]
                : SharedMemory.left(Member.current().folder()).toArray();
    }

    /** Finds a named block. */
    public MemoryPort attachMemory(String name) {
        try {
            return new MemoryPort(SharedMemory.attach(name), "");
        } catch (NoSuchFileException e) {
            return new MemoryPort(null, "missing");
        } catch (UserFailure e) {
            return new MemoryPort(null, String.valueOf(e.getMessage()));
        }
    }

    public NumbersPort attachNumbers(String kind, long address) {
        return new NumbersPort(Numbers.attach(kind, address));
    }

    private static Guard guard(long lock, boolean reentrant) {
        return reentrant ? RLock.attach(lock) : Lock.attach(lock);
    }
}
