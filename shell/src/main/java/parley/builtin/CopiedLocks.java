package parley.builtin;

import com.oracle.graal.python.builtins.modules.io.PBuffered;
import com.oracle.graal.python.builtins.objects.thread.PLock;
import com.oracle.graal.python.builtins.objects.thread.PRLock;
import com.oracle.graal.python.runtime.EmulatedPosixSupport;
import com.oracle.graal.python.runtime.PythonContext;
import java.lang.reflect.Field;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import parley.trace.BugFailure;

/**
 * Locks in a copy of a process. The original's other threads stand still there: one that has a lock never gives it back,
 * and one that waits for it never leaves its queue, which nobody behind it gets past.
 *
 * <pre>
 *   lock of Python code ── lock | semaphore ──▶ sync: state, owner, head ◀─▶ ... ◀─▶ tail     the threads that wait
 *                                                     0 or 1, nobody, no queue                made anew
 * </pre>
 *
 * <p>Neither GraalPy nor the JDK offers a way to do that, so this reaches for the fields. They must remain the same
 * objects: compiled Python code has them as constants. The thread that made the copy, while it has the interpreter.
 */
public final class CopiedLocks {
    private static final int FREE_LOCK = 0;
    private static final int FREE_SEMAPHORE = 1; // it gives what it has

    private static final Field OF_INTERPRETER = field(PythonContext.class, "globalInterpreterLock");
    private static final List<Field> OF_FILES = Stream.of("files", "filePaths", "children") // in GraalPy's own order
            .map(name -> field(EmulatedPosixSupport.class.getSuperclass(), name))
            .toList();
    private static final Field OF_LOCK = field(PLock.class, "semaphore");
    private static final Field OF_REENTRANT = field(PRLock.class, "lock");
    private static final Field LOCK_STATE = field(ReentrantLock.class, "sync");
    private static final Field SEMAPHORE_STATE = field(Semaphore.class, "sync");
    private static final Field HEAD = field(AbstractQueuedSynchronizer.class, "head");
    private static final Field TAIL = field(AbstractQueuedSynchronizer.class, "tail");
    private static final Field STATE = field(AbstractQueuedSynchronizer.class, "state");
    private static final Field OWNER = field(AbstractOwnableSynchronizer.class, "exclusiveOwnerThread");

    private static volatile boolean alone = true; // a copy of a fork server, whose threads were idle

    private CopiedLocks() {}

    /** Whether the original had no other thread in the interpreter when this copy was made: nobody has a lock. */
    static boolean wasAlone() {
        return alone;
    }

    /**
     * Copies this process while the interpreter's own lock is this thread's, and those of its table of open files, which
     * others take without the interpreter: here and in the copy it gives them back.
     *
     * @param copy makes the copy: gives its pid, or 0 in the copy
     * @return the same
     */
    public static int copy(IntSupplier copy) {
        prepare();
        alone = isAlone(PythonContext.get(null));
        Object table = PythonContext.get(null).getPosixSupport();
        int pid = holding(OF_FILES.stream().map(field -> get(table, field)).iterator(), copy);
        if (pid == 0) {
            forgetWaiting(get(ofInterpreter(), LOCK_STATE));
        }
        return pid;
    }

    /** A thread that ends is forgotten by the interpreter before it gives back the lock that others wait for its end at. */
    private static boolean isAlone(PythonContext python) {
        return python.getThreads().length == 1 && python.getThreadGroup().activeCount() == 0;
    }

    private static int holding(Iterator<Object> locks, IntSupplier body) {
        if (!locks.hasNext()) {
            return body.getAsInt();
        }
        synchronized (locks.next()) {
            return holding(locks, body);
        }
    }

    /** In the original, before it is copied: a copy finds all this linked. */
    private static void prepare() {
        ReentrantLock lock = new ReentrantLock();
        makeFree(get(lock, LOCK_STATE), FREE_LOCK);
        ReentrantLock _ = ofInterpreter();
    }

    static ReentrantLock ofInterpreter() {
        return (ReentrantLock) get(PythonContext.get(null), OF_INTERPRETER);
    }

    /**
     * Nobody has it and nobody waits for it.
     *
     * @param held a lock of Python code; a buffered file, where the original's thread that has its lock writes what is in
     *     it; the number of an open file; anything else has no lock
     */
    static void renew(Object held) {
        switch (held) {
            case PLock lock -> makeFree(get(get(lock, OF_LOCK), SEMAPHORE_STATE), FREE_SEMAPHORE);
            case PRLock lock -> makeFree(get(get(lock, OF_REENTRANT), LOCK_STATE), FREE_LOCK);
            case PBuffered file
            when file.getLock() != null && file.getLock().locked() && !file.isOwn() -> {
                renew(file.getLock());
                file.setOwner(0);
                if (file.isWritable()) {
                    file.resetWrite();
                }
            }
            case Integer descriptor -> Descriptors.monitors(descriptor).forEach(CopiedLocks::renewMonitor);
            default -> {}
        }
    }

    /** An object whose monitor a thread has: nothing but another object in its place helps. */
    @SuppressWarnings({"removal", "deprecation"})
    private static void renewMonitor(Descriptors.Monitor monitor) {
        var memory = PythonContext.get(null).getUnsafe();
        memory.putObjectVolatile(monitor.channel(), memory.objectFieldOffset(monitor.field()), new Object());
    }

    @SuppressWarnings({"removal", "deprecation"}) // all else that reaches these fields wants a flag for each JVM
    private static void makeFree(Object synchronizer, int state) {
        var memory = PythonContext.get(null).getUnsafe();
        forgetWaiting(synchronizer);
        memory.putObjectVolatile(synchronizer, memory.objectFieldOffset(OWNER), null);
        memory.putIntVolatile(synchronizer, memory.objectFieldOffset(STATE), state);
    }

    /** Both ends are null where nobody has waited yet. */
    @SuppressWarnings({"removal", "deprecation"})
    private static void forgetWaiting(Object synchronizer) {
        var memory = PythonContext.get(null).getUnsafe();
        memory.putObjectVolatile(synchronizer, memory.objectFieldOffset(HEAD), null);
        memory.putObjectVolatile(synchronizer, memory.objectFieldOffset(TAIL), null);
    }

    @SuppressWarnings({"removal", "deprecation"})
    private static Object get(Object owner, Field field) {
        var memory = PythonContext.get(null).getUnsafe();
        return memory.getObject(owner, memory.objectFieldOffset(field));
    }

    private static Field field(Class<?> owner, String name) {
        try {
            return owner.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            throw new BugFailure("the locks of this GraalPy cannot be found", e);
        }
    }
}
