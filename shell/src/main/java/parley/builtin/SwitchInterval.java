package parley.builtin;

import com.oracle.graal.python.runtime.AsyncHandler;
import com.oracle.graal.python.runtime.PythonContext;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import parley.trace.BugFailure;

/**
 * How long a thread that computes keeps the interpreter from one that waits for it. GraalPy looks every 50 ms whether one
 * waits, and asks the other to let go; with three threads that compute, a fourth that wakes from a sleep goes on after 150
 * ms, and again after each call to Java. CPython asks after 5 ms. So here somebody looks that often, as long as he has seen
 * one wait within a second; else as seldom as GraalPy.
 *
 * <pre>
 *   look: somebody waits? ─ yes ─▶ the owner is asked (GraalPy's own way) ─▶ look again after the interval
 *                         └ no, not for a second ──────────────────────────▶ look again after 50 ms
 * </pre>
 *
 * <p>In the threads in which GraalPy looks, which live on in copies. GraalPy has no setting for it: hence the reflection.
 */
final class SwitchInterval implements Runnable {
    private static final long SELDOM = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SHORTEST = TimeUnit.MICROSECONDS.toNanos(100); // looking takes a tenth of that
    private static final long WATCHFUL = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock interpreter = CopiedLocks.ofInterpreter();
    private final ScheduledExecutorService threads;
    private final Runnable ask;
    private volatile long nanos = TimeUnit.MILLISECONDS.toNanos(5);
    private long seen = System.nanoTime() - WATCHFUL;

    /** Looks from now on, for the interpreter that this thread is in. */
    SwitchInterval() {
        PythonContext context = PythonContext.get(null);
        try {
            Field executor = AsyncHandler.class.getDeclaredField("executorService");
            executor.setAccessible(true);
            threads = (ScheduledExecutorService) executor.get(context.getAsyncHandler());
            Constructor<?> asking = Class.forName(AsyncHandler.class.getName() + "$GilReleaseScheduler")
                    .getDeclaredConstructor(PythonContext.class);
            asking.setAccessible(true);
            ask = (Runnable) asking.newInstance(context);
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("this GraalPy has other ways to let threads take turns", e);
        }
        lookAfter(SELDOM);
    }

    void set(double seconds) {
        nanos = Math.max(SHORTEST, (long) (seconds * 1e9));
    }

    @Override
    public void run() {
        try {
            if (interpreter.hasQueuedThreads()) {
                seen = System.nanoTime();
                ask.run();
            }
        } finally {
            lookAfter(System.nanoTime() - seen < WATCHFUL ? nanos : SELDOM);
        }
    }

    private void lookAfter(long delay) {
        try {
            var _ = threads.schedule(this, delay, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the interpreter has ended
        }
    }
}
