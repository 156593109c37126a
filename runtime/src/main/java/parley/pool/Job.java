package parley.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Verb;
import parley.ship.CallFailed;
import parley.ship.Routine;
import parley.trace.Failure;
import parley.trace.StoppedFailure;

/**
 * One call of {@code map} or {@code apply}: chunks that finish in any order. As in Python it is ready when every chunk
 * is, also where one failed, and its callback has run; the first failure counts. Any thread.
 */
public final class Job {
    private final int function;
    private final Routine.Mode mode;
    private final byte[] @Nullable []
            arguments; // by chunk, until it is settled: few that are old spare the collector work
    private final Consumer<Job> whenDone;
    private final byte[] @Nullable [] results; // by chunk; guarded by this, as all below
    private final Map<Integer, Exception> failures = new HashMap<>();
    private final int[] order; // in which chunks were settled
    private int settled;
    private int given; // of those, to who wants them in any order
    private int unsettled; // guarded by the dispatcher's lock
    private int waitForOne; // threads that wait for less than all
    private boolean told;
    private @Nullable Thread teller; // runs whenDone: to it, the job is ready
    private @Nullable Exception failure;

    Job(int function, Routine.Mode mode, List<byte[]> chunks, Consumer<Job> whenDone) {
        this.function = function;
        this.mode = mode;
        this.arguments = chunks.toArray(new byte[0][]);
        this.order = new int[chunks.size()];
        this.whenDone = whenDone;
        this.results = new byte[chunks.size()][];
        this.unsettled = chunks.size();
        this.told = chunks.isEmpty();
    }

    int function() {
        return function;
    }

    Message.Call call(int job, int chunk) {
        return new Message.Call(job, chunk, function, mode, Objects.requireNonNull(arguments[chunk]));
    }

    /** Counts a chunk as settled, ahead of its result; true for the last one. Under the dispatcher's lock. */
    boolean lastChunkSettles() {
        return --unsettled == 0;
    }

    void done(int chunk, byte[] result) {
        boolean last;
        synchronized (this) {
            results[chunk] = result;
            last = settle(chunk);
        }
        if (last) {
            tellWhenDone();
        }
    }

    /** A {@link CallFailed} or a {@link Failure}. */
    void failed(int chunk, Exception cause) {
        boolean last;
        synchronized (this) {
            failures.put(chunk, cause);
            if (failure == null) {
                failure = cause;
            }
            last = settle(chunk);
        }
        if (last) {
            tellWhenDone();
        }
    }

    /** Guarded by this; whether it was the last one. */
    private boolean settle(int chunk) {
        arguments[chunk] = null;
        order[settled] = chunk;
        settled++;
        if (waitForOne > 0) { // to wake who waits for all each time costs more than a short chunk
            notifyAll();
        }
        boolean last = settled == order.length;
        teller = last ? Thread.currentThread() : null;
        return last;
    }

    private void tellWhenDone() {
        try {
            whenDone.accept(this);
        } finally {
            synchronized (this) {
                told = true;
                teller = null;
                notifyAll();
            }
        }
    }

    private boolean isReady() {
        return told || Thread.currentThread().equals(teller);
    }

    /**
     * Whether every chunk is done or failed, and the callback has run.
     *
     * @return true once {@link #get(long)} does not wait
     */
    public synchronized boolean ready() {
        return isReady();
    }

    /**
     * Whether every chunk is done.
     *
     * @return false while it is not ready, and where a chunk failed
     */
    public synchronized boolean successful() {
        return isReady() && failure == null;
    }

    /**
     * How many chunks are neither done nor failed.
     *
     * @return 0 once it is ready
     */
    public synchronized int left() {
        return order.length - settled;
    }

    /**
     * Waits until it is ready.
     *
     * @param nanos at most this long; negative for as long as it takes
     * @return whether it is ready
     * @throws StoppedFailure when the thread is interrupted
     */
    public boolean await(long nanos) {
        return awaitUntil(nanos, this::isReady, 0);
    }

    /**
     * The results of all chunks.
     *
     * @param nanos how long to wait; negative for as long as it takes
     * @return encoded results, one for each chunk, in order
     * @throws CallFailed where the user's code raised
     * @throws TimeoutException when it is not ready in time
     * @throws Failure where a worker died, or the pool was terminated
     */
    public List<byte[]> get(long nanos) throws CallFailed, TimeoutException {
        if (!await(nanos)) {
            throw new TimeoutException();
        }
        synchronized (this) {
            raise(failure);
            List<byte[]> all = new ArrayList<>(results.length);
            for (byte[] result : results) {
                all.add(Objects.requireNonNull(result));
            }
            return all;
        }
    }

    /**
     * The result of one chunk, as soon as that is done.
     *
     * @param chunk from 0
     * @param nanos how long to wait; negative for as long as it takes
     * @return the encoded result
     * @throws CallFailed where the user's code raised
     * @throws TimeoutException when it is not done in time
     * @throws Failure where a worker died, or the pool was terminated
     */
    public byte[] get(int chunk, long nanos) throws CallFailed, TimeoutException {
        if (!awaitUntil(nanos, () -> results[chunk] != null || failures.containsKey(chunk), 1)) {
            throw new TimeoutException();
        }
        synchronized (this) {
            raise(failures.get(chunk));
            byte[] result = results[chunk];
            if (result == null) {
                throw new IllegalStateException();
            }
            return result;
        }
    }

    /**
     * The next chunk that finishes, for results in any order; each is given once.
     *
     * @param nanos how long to wait; negative for as long as it takes
     * @return its number from 0
     * @throws TimeoutException when none finishes in time
     */
    public int next(long nanos) throws TimeoutException {
        if (!awaitUntil(nanos, () -> given < settled, 1)) {
            throw new TimeoutException();
        }
        synchronized (this) {
            return order[given++];
        }
    }

    private boolean awaitUntil(long nanos, BooleanSupplier condition, int forOne) {
        Deadline deadline = new Deadline(nanos);
        synchronized (this) {
            if (condition.getAsBoolean()) {
                return true;
            }
            waitForOne += forOne;
            try (var _ = Member.current().waiting(Verb.RESULT, 0)) {
                while (!condition.getAsBoolean()) {
                    long slice = deadline.slice();
                    if (slice <= 0) {
                        return false;
                    }
                    wait(slice / 1_000_000, (int) (slice % 1_000_000));
                }
                return true;
            } catch (InterruptedException e) {
                throw new StoppedFailure("stopped: while=waiting for a pool's result");
            } finally {
                waitForOne -= forOne;
            }
        }
    }

    private static void raise(@Nullable Exception cause) throws CallFailed {
        switch (cause) {
            case null -> {}
            case CallFailed failed -> throw failed;
            case Failure failed -> throw failed;
            default -> throw new IllegalStateException(cause);
        }
    }
}
