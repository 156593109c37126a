package parley.builtin;

import com.oracle.graal.python.runtime.PythonContext;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import parley.trace.BugFailure;

/**
 * The thread that runs handlers of signals and callbacks of weak references. In a copy it is the thread that made it,
 * which need not have been the original's; GraalPy knows the original's, and has no way to say so: hence the reflection.
 */
public final class MainThread {
    private MainThread() {}

    /** This thread is it from now on. */
    public static void become() {
        Thread thread = Thread.currentThread();
        PythonContext context = PythonContext.get(null);
        if (context.getMainThread() == thread) {
            return;
        }
        try {
            Field field = PythonContext.class.getDeclaredField("mainThread");
            field.setAccessible(true);
            field.set(context, new WeakReference<>(thread));
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the main thread cannot be another one in a copy", e);
        }
    }
}
