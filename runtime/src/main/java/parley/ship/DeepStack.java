package parley.ship;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Object streams recurse: a long chain of objects needs a deeper stack than a thread usually has. Has no state. */
final class DeepStack {
    private static final long BYTES = 1L << 30; // reserved, not taken

    private DeepStack() {}

    /** Calls here; where the stack is too small, again in a thread with a large one. */
    static <T extends @Nullable Object> T call(Callable<T> step) {
        try {
            return step.call();
        } catch (StackOverflowError e) {
            return callDeep(step);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static <T extends @Nullable Object> T callDeep(Callable<T> step) {
        FutureTask<T> task = new FutureTask<>(step);
        Thread.ofPlatform().daemon().name("deep stack").stackSize(BYTES).start(task);
        try {
            return task.get();
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new parley.trace.StoppedFailure("packing");
        }
    }
}
