package parley.pool;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parley.ship.CallFailed;
import parley.ship.JavaValues;
import parley.trace.Failure;
import parley.trace.StoppedFailure;

/**
 * One call of a {@link ProcessPoolExecutor}. Completed by the pool's thread: what is chained to it should not take long,
 * or go to another thread by {@code thenApplyAsync}.
 *
 * @param <R> the result's type
 */
final class CallFuture<R extends @Nullable Object> extends CompletableFuture<R> {
    private final Function<Exception, Throwable> reason;
    private volatile @Nullable Job job;
    private volatile @Nullable Dispatcher workers;
    private volatile boolean abandoned;

    /**
     * A call that is about to be handed in.
     *
     * @param reason what a job's failure is for the caller
     */
    CallFuture(Function<Exception, Throwable> reason) {
        this.reason = reason;
    }

    /** Set once, right after it was handed in. */
    void of(Job handedIn, Dispatcher to) {
        workers = to;
        job = handedIn;
    }

    /** The pool's thread: the job is done. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the function's own type
    void settle(Job done) {
        try {
            List<byte[]> chunks = done.get(0);
            complete((R) JavaValues.decode(chunks.getFirst()));
        } catch (StoppedFailure e) { // taken back, or ended with a broken executor
            Throwable why = reason.apply(e);
            boolean _ = why.equals(e) ? super.cancel(false) : completeExceptionally(why);
        } catch (CallFailed | Failure e) {
            boolean _ = abandoned ? super.cancel(true) : completeExceptionally(reason.apply(e));
        } catch (RuntimeException | TimeoutException e) { // a result that cannot be read here
            completeExceptionally(e);
        }
    }

    /**
     * Takes the call back.
     *
     * @param mayInterruptIfRunning whether its worker is ended, and replaced, where it runs already
     * @return false where it runs and may not be interrupted, or has ended
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        Job handedIn = job;
        Dispatcher to = workers;
        if (isDone() || handedIn == null || to == null) {
            return isCancelled();
        }
        if (mayInterruptIfRunning) {
            abandoned = true;
            to.abandon(handedIn);
            return super.cancel(true) || isCancelled();
        }
        return to.drop(handedIn) && (super.cancel(false) || isCancelled());
    }
}
