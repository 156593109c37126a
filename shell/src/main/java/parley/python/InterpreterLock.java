package parley.python;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.ReentrantLock;
import parley.trace.BugFailure;

/**
 * The lock that lets one thread at a time run Python code. In a copy of a process it is this thread's, but the original's
 * other threads, which stand still here, wait in its queue; since it is fair nobody would get past them.
 *
 * <p>Neither GraalPy nor the JDK offers a way to empty that queue, so this does it by reflection. It must remain the same
 * lock: compiled Python code has it as a constant.
 */
final class InterpreterLock {
    private static final String CONTEXT = "com.oracle.graal.python.runtime.PythonContext";
    private static final String NODE = "com.oracle.truffle.api.nodes.Node";
    private static final String LOCK = "globalInterpreterLock";

    static {
        try {
            emptyQueue(new ReentrantLock()); // in the original: a copy finds it linked
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the queues of locks cannot be reached", e);
        }
    }

    private InterpreterLock() {}

    /** In the original, before it is copied. */
    static void prepare() {
        ReentrantLock _ = find();
    }

    /** Forgets who waits for it; called from Python code, so nobody else has it. */
    static void forgetWaiting() {
        try {
            emptyQueue(find());
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the interpreter's lock cannot be made anew in a copy", e);
        }
    }

    private static ReentrantLock find() {
        try {
            Class<?> type = Class.forName(CONTEXT);
            Method current = type.getMethod("get", Class.forName(NODE));
            Field lock = type.getDeclaredField(LOCK);
            lock.setAccessible(true);
            return (ReentrantLock) lock.get(current.invoke(null, (Object) null));
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the interpreter's lock cannot be found", e);
        }
    }

    /**
     * The queue is between {@code head} and {@code tail}; both are null where nobody has waited yet. Through {@code
     * Unsafe}, since all else that reaches these fields wants one more flag for each JVM; by name, since the compiler
     * complains of it.
     */
    private static void emptyQueue(ReentrantLock lock) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        Method offset = type.getMethod("objectFieldOffset", Field.class);
        Method get = type.getMethod("getObject", Object.class, long.class);
        Method put = type.getMethod("putObjectVolatile", Object.class, long.class, Object.class);
        Object queue = get.invoke(unsafe, lock, offset.invoke(unsafe, ReentrantLock.class.getDeclaredField("sync")));
        for (String end : List.of("head", "tail")) {
            Field field = AbstractQueuedSynchronizer.class.getDeclaredField(end);
            put.invoke(unsafe, queue, offset.invoke(unsafe, field), null);
        }
    }
}
