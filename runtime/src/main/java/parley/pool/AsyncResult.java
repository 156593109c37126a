package parley.pool;

import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.ship.CallFailed;
import parley.ship.JavaErrors;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

/**
 * A result that is still being computed, as Python's {@code AsyncResult}. Any thread.
 *
 * @param <R> its type
 */
public final class AsyncResult<R extends @Nullable Object> {
    /** Makes the result out of the encoded results of all chunks. */
    @FunctionalInterface
    interface Assembly<R extends @Nullable Object> {
        R assemble(List<byte[]> chunks);
    }

    private final Dispatcher dispatcher;
    private final Assembly<R> assembly;
    private final @Nullable Consumer<? super R> callback;
    private final @Nullable Consumer<? super Throwable> error_callback;
    private volatile @Nullable Job job;

    AsyncResult(
            Dispatcher dispatcher,
            Assembly<R> assembly,
            @Nullable Consumer<? super R> callback,
            @Nullable Consumer<? super Throwable> error_callback) {
        this.dispatcher = dispatcher;
        this.assembly = assembly;
        this.callback = callback;
        this.error_callback = error_callback;
    }

    /** Set once, right after the job was handed in. */
    void of(Job handedIn) {
        job = handedIn;
    }

    private Job job() {
        Job known = job;
        if (known == null) {
            throw new IllegalStateException("a result without its job");
        }
        return known;
    }

    /**
     * The result; waits as long as it takes.
     *
     * @return what the function returned
     * @throws RuntimeException what the function threw, whatever its type
     */
    public R get() {
        try {
            return get(Deadline.FOREVER);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The result if it is there in time.
     *
     * @param timeout the most seconds to wait; null for no limit
     * @return what the function returned
     * @throws TimeoutException when it is not ready in time
     */
    public R get(@Nullable Double timeout) throws TimeoutException {
        return get(timeout == null ? Deadline.FOREVER : (long) (Math.max(0, timeout) * 1e9));
    }

    private R get(long nanos) throws TimeoutException {
        try {
            return assembly.assemble(job().get(nanos));
        } catch (CallFailed e) {
            throw JavaErrors.raise(e.error());
        }
    }

    /** For a caller who alone waits for it: where that is stopped, the work is stopped too. */
    R getOrAbandon() {
        try {
            return get();
        } catch (StoppedFailure e) {
            dispatcher.abandon(job());
            throw e;
        }
    }

    /**
     * Waits until it is ready.
     *
     * @param timeout the most seconds to wait; null for no limit
     */
    public void await(@Nullable Double timeout) {
        boolean _ = job().await(timeout == null ? Deadline.FOREVER : (long) (Math.max(0, timeout) * 1e9));
    }

    /**
     * Whether the function has returned or thrown.
     *
     * @return true once {@link #get()} does not wait
     */
    public boolean ready() {
        return job().ready();
    }

    /**
     * Whether the function has returned.
     *
     * @return false where it threw
     * @throws UserFailure where it is not ready
     */
    public boolean successful() {
        if (!ready()) {
            throw new UserFailure("result is not ready");
        }
        return job().successful();
    }

    /** Called by the pool's thread when the job has all results, perhaps before {@link #of}. */
    void tell(Job done) {
        of(done);
        if (callback == null && error_callback == null) {
            return;
        }
        R result;
        try {
            result = get();
        } catch (Throwable e) {
            if (error_callback != null) {
                error_callback.accept(e);
            }
            return;
        }
        if (callback != null) {
            callback.accept(result);
        }
    }
}
