package parley.python;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.locks.ReentrantLock;
import parley.trace.BugFailure;

/**
 * The lock that lets one thread at a time run Python code. In a copy of a process it is this thread's, but the original's
 * other threads, which stand still here, wait in its queue; since it is fair nobody would get past them. GraalPy offers
 * no way to make it anew, so this takes one by reflection.
 */
final class InterpreterLock {
    private static final String CONTEXT = "com.oracle.graal.python.runtime.PythonContext";
    private static final String NODE = "com.oracle.truffle.api.nodes.Node";
    private static final String LOCK = "globalInterpreterLock";

    private InterpreterLock() {}

    /** Puts a fresh one in its place, held as often by this thread; called from Python code. */
    static void renew() {
        try {
            Class<?> type = Class.forName(CONTEXT);
            Method current = type.getMethod("get", Class.forName(NODE));
            Object context = current.invoke(null, (Object) null);
            Field field = type.getDeclaredField(LOCK);
            field.setAccessible(true);
            ReentrantLock old = (ReentrantLock) field.get(context);
            Constructor<? extends ReentrantLock> maker = old.getClass().getDeclaredConstructor();
            maker.setAccessible(true);
            ReentrantLock fresh = maker.newInstance();
            for (int i = 0; i < old.getHoldCount(); i++) {
                fresh.lock();
            }
            field.set(context, fresh);
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the interpreter's lock cannot be made anew in a copy", e);
        }
    }
}
