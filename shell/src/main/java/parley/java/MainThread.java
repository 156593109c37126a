package parley.java;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The thread that runs the user's code, the same one for the whole session. One caller at a time. */
final class MainThread implements AutoCloseable {
    private final ExecutorService executor;
    private @Nullable Integer left;

    MainThread(ClassLoader loader) {
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = Thread.ofPlatform().name("main").daemon().unstarted(task);
            thread.setContextClassLoader(loader);
            return thread;
        });
    }

    /** The user's code asked to leave: its thread is over. */
    static final class Left extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** The exit code, once the user's code has asked to leave. */
    @Nullable
    Integer left() {
        return left;
    }

    /** Leaves without running anything. */
    void leave(int status) {
        left = status;
    }

    /**
     * Runs a step of the user's code.
     *
     * @throws Left where it asked to leave
     * @throws Throwable what it raised
     */
    <T extends @Nullable Object> T call(Callable<T> step) throws Throwable {
        CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> run(step, result));
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private <T extends @Nullable Object> void run(Callable<T> step, CompletableFuture<T> result) {
        Stop.begin(Thread.currentThread(), status -> {
            left = status;
            result.completeExceptionally(new Left());
        });
        T value = null;
        Throwable failure = null;
        try {
            Stop.check();
            value = step.call();
        } catch (Throwable e) {
            failure = e;
        }
        Stop.end();
        boolean _ = Thread.interrupted();
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
