package parley.python;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Python's main thread: makes the interpreter at once, then runs what is handed in, one after another. Any thread may
 * hand in.
 */
final class PythonThread {
    /**
     * Nearly three thousand calls deep before they are compiled, where Python's own limit is a thousand; taken as it is
     * used. A program that calls itself without an end gets its error at once: with more it has been compiled meanwhile,
     * goes a hundred times deeper, and what is compiled is given up call by call, which took minutes and gigabytes.
     */
    private static final long STACK = 16L << 20;

    private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Interpreter> interpreter = new CompletableFuture<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile boolean ended;

    PythonThread(Supplier<Interpreter> maker) {
        Thread thread = new Thread(null, () -> live(maker), "python", STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private void live(Supplier<Interpreter> maker) {
        try {
            interpreter.complete(maker.get());
        } catch (Throwable e) {
            interpreter.completeExceptionally(e);
        }
        while (!ended) {
            try {
                jobs.take().run();
            } catch (InterruptedException e) {
                // nothing runs that it could be meant for
            }
        }
    }

    /** Whether something runs, or waits for its turn. */
    boolean isBusy() {
        return unfinished.get() > 0;
    }

    /** The interpreter, or null while it starts and where it could not. */
    @Nullable
    Interpreter interpreterNow() {
        return interpreter.isDone() && !interpreter.isCompletedExceptionally() ? interpreter.join() : null;
    }

    /** Hands in a job; the future has what it gives. */
    <T extends @Nullable Object> CompletableFuture<T> submit(Function<Interpreter, T> job) {
        CompletableFuture<T> result = new CompletableFuture<>();
        unfinished.incrementAndGet();
        jobs.add(() -> {
            try {
                T given = job.apply(interpreter.join());
                unfinished.decrementAndGet();
                result.complete(given);
            } catch (Throwable e) {
                unfinished.decrementAndGet();
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Closes the interpreter when all that was handed in is done; the thread ends. */
    CompletableFuture<@Nullable Void> end() {
        return this.<@Nullable Void>submit(made -> {
            ended = true;
            made.close();
            return null;
        });
    }
}
