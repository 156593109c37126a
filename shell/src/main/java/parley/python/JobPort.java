package parley.python;

import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.pool.Dispatcher;
import parley.pool.Job;
import parley.ship.CallFailed;
import parley.ship.RemoteError;
import parley.trace.BugFailure;
import parley.trace.Failure;

/** A pool's job as {@code multiprocessing/pool.py} uses it. Public for Python code. Any thread. */
public final class JobPort {
    private static final int READY = 1;
    private static final int LATE = 0;
    private static final int INTERRUPTED = -1;

    private final Dispatcher dispatcher;
    private final Job job;
    private final Interrupts interrupts;

    JobPort(Dispatcher dispatcher, Job job, Interrupts interrupts) {
        this.dispatcher = dispatcher;
        this.job = job;
        this.interrupts = interrupts;
    }

    /** Whether every chunk is done or failed. */
    public boolean ready() {
        return job.ready();
    }

    /** Whether every chunk is done. */
    public boolean successful() {
        return job.successful();
    }

    /** How many chunks are neither done nor failed. */
    public int left() {
        return job.left();
    }

    /** Waits for all chunks: 1 ready, 0 not in time, -1 interrupted. */
    public int awaitAll(long nanos) {
        return interrupts.blocking(() -> job.await(nanos) ? READY : LATE, INTERRUPTED);
    }

    /** Nobody waits for it any more. */
    public void abandon() {
        dispatcher.abandon(job);
    }

    /** Waits for the next chunk that finishes: its number, -1 interrupted, -2 not in time. */
    public int next(long nanos) {
        return interrupts.blocking(
                () -> {
                    try {
                        return job.next(nanos);
                    } catch (TimeoutException e) {
                        return -2;
                    }
                },
                INTERRUPTED);
    }

    /** The results of all chunks of a successful job, in order; for {@code decode_slices}. */
    public Object results() {
        try {
            return job.get(Deadline.FOREVER);
        } catch (CallFailed | TimeoutException e) {
            throw new BugFailure("a successful job has results", e);
        }
    }

    /** Waits for one chunk: 1 ready, also where it failed, 0 not in time, -1 interrupted. */
    public int awaitChunk(int chunk, long nanos) {
        return interrupts.blocking(
                () -> {
                    try {
                        byte[] _ = job.get(chunk, nanos);
                        return READY;
                    } catch (TimeoutException e) {
                        return LATE;
                    } catch (CallFailed e) {
                        return READY;
                    } catch (Failure e) {
                        if (e instanceof parley.trace.StoppedFailure && !job.ready()) {
                            throw e;
                        }
                        return READY;
                    }
                },
                INTERRUPTED);
    }

    /** The message of a chunk that is ready, or null where it failed. */
    public byte @Nullable [] result(int chunk) {
        try {
            return job.get(chunk, 0);
        } catch (CallFailed | Failure e) {
            return null;
        } catch (TimeoutException e) {
            throw new BugFailure("result of a chunk that is not ready: chunk=" + chunk, e);
        }
    }

    /** Why a chunk failed. */
    public Error error(int chunk) {
        return failed(() -> job.get(chunk, 0));
    }

    /** What failed first, where the job was not successful. */
    public Error failure() {
        return failed(() -> job.get(Deadline.FOREVER));
    }

    /** Something that must fail. */
    @FunctionalInterface
    private interface Get {
        Object call() throws CallFailed, TimeoutException;
    }

    private static Error failed(Get get) {
        try {
            Object _ = get.call();
        } catch (CallFailed e) {
            return new Error(e.error());
        } catch (Failure e) {
            return new Error(e);
        } catch (TimeoutException e) {
            throw new BugFailure("failure of what is not ready", e);
        }
        throw new BugFailure("failure of what was successful", null);
    }

    /**
     * Why there is no result. Public for Python code.
     *
     * @param kind {@code user}, {@code stopped}, {@code died} or {@code bug}
     * @param summary type and message
     * @param traceback the other process's, or empty
     * @param form the exception's pickle, one character for each byte, or empty
     */
    public record Error(String kind, String summary, String traceback, String form) {
        private Error(RemoteError error) {
            this("user", error.summary(), error.traceback(), form(error.exception()));
        }

        private Error(Failure failure) {
            this(
                    failure.kind().name().toLowerCase(java.util.Locale.ROOT),
                    String.valueOf(failure.getMessage()),
                    "",
                    "");
        }

        private static String form(byte @Nullable [] exception) {
            return exception == null ? "" : Codec.latin1(exception);
        }
    }
}
