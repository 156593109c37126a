package parley.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.process.Current;
import parley.process.StartMethod;
import parley.ship.CallFailed;
import parley.ship.Fn;
import parley.ship.Fn2;
import parley.ship.JavaErrors;
import parley.ship.JavaValues;
import parley.ship.Packing;
import parley.ship.Routine.Mode;
import parley.ship.Shipment;
import parley.ship.Task;
import parley.trace.DiedFailure;
import parley.trace.Failure;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

/**
 * Calls in worker processes, as Python's {@code concurrent.futures.ProcessPoolExecutor}, and an {@link ExecutorService}.
 *
 * <pre>
 *   try (var executor = new ProcessPoolExecutor(2)) {
 *       var later = executor.submit(() -&gt; 6 * 7);
 *       executor.map(x -&gt; x * x, range(5)).forEachRemaining(System.out::println);
 *       System.out.println(later.get());
 *   }
 *
 *   OPEN ──shutdown──▶ SHUT (finishes what it has) ──▶ ended        any ── a worker dies at work ──▶ BROKEN
 * </pre>
 *
 * Leaving the {@code try} waits for all calls. Workers start with the first call. A worker that dies at work, or whose
 * initializer throws, breaks the executor: all calls that are not done fail with {@link BrokenProcessPool}, whose cause
 * says which worker it was. Functions get copies of the session's variables, as with {@link Pool}. For threads of this
 * process there is the JDK's own {@link java.util.concurrent.ThreadPoolExecutor}. Any thread.
 */
public final class ProcessPoolExecutor implements ExecutorService {
    private final int max_workers;
    private final @Nullable Shipment initializer;
    private final int max_tasks_per_child;
    private final Set<Job> jobs = ConcurrentHashMap.newKeySet();
    private @Nullable Dispatcher workers;
    private boolean shut;
    private @Nullable BrokenProcessPool broken;

    /** As many workers as there are processors. */
    public ProcessPoolExecutor() {
        this(Current.cpu_count());
    }

    /**
     * Workers.
     *
     * @param max_workers how many; 1 or more
     */
    public ProcessPoolExecutor(int max_workers) {
        this(max_workers, null, 0);
    }

    /**
     * Workers that run something first.
     *
     * @param max_workers how many; 1 or more
     * @param initializer what each runs first; null for nothing
     * @param max_tasks_per_child after so many calls or chunks a worker is replaced by a fresh one; 0 for never
     */
    public ProcessPoolExecutor(int max_workers, @Nullable Task initializer, int max_tasks_per_child) {
        if (max_workers < 1) {
            throw new UserFailure("max_workers must be greater than 0: max_workers=" + max_workers);
        }
        if (max_tasks_per_child < 0) {
            throw new UserFailure(
                    "max_tasks_per_child must be >= 1, or 0 for never: max_tasks_per_child=" + max_tasks_per_child);
        }
        this.max_workers = max_workers;
        this.initializer = initializer == null ? null : Packing.initializer(initializer, List.of());
        this.max_tasks_per_child = max_tasks_per_child;
    }

    @Override
    public <R extends @Nullable Object> CompletableFuture<R> submit(Callable<R> task) {
        return call(task, List.of());
    }

    @Override
    public CompletableFuture<?> submit(Runnable task) {
        return call(task, List.of());
    }

    @Override
    public <R extends @Nullable Object> CompletableFuture<R> submit(Runnable task, R result) {
        CompletableFuture<@Nullable Object> done = call(task, List.of());
        return done.thenApply(_ -> result);
    }

    /**
     * Calls a function in a worker.
     *
     * @param function what is called
     * @param argument what it is called with
     * @param <A> its type
     * @param <R> the result's type
     * @return its result to come
     * @throws RejectedExecutionException after {@link #shutdown()}
     * @throws BrokenProcessPool where the executor is broken
     */
    public <A extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> submit(
            Fn<? super A, ? extends R> function, A argument) {
        return call(function, Collections.singletonList(argument));
    }

    /**
     * Calls a function of two arguments in a worker.
     *
     * @param function what is called
     * @param first its first argument
     * @param second its second argument
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> the result's type
     * @return its result to come
     * @throws RejectedExecutionException after {@link #shutdown()}
     * @throws BrokenProcessPool where the executor is broken
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            CompletableFuture<R> submit(Fn2<? super A, ? super B, ? extends R> function, A first, B second) {
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(first);
        arguments.add(second);
        return call(function, arguments);
    }

    private <R extends @Nullable Object> CompletableFuture<R> call(
            Object function, List<? extends @Nullable Object> arguments) {
        byte[] chunk = JavaValues.encode("argument", List.of(arguments, Map.of()));
        CallFuture<R> future = new CallFuture<>(this::reason);
        Dispatcher to = workers();
        future.of(hand(to, Packing.function(function), Mode.APPLY, List.of(chunk), future::settle), to);
        return future;
    }

    /**
     * Calls a function once for each item; all calls start at once.
     *
     * @param function what is called
     * @param items what it is called with
     * @param <A> an item's type
     * @param <R> a result's type
     * @return results in the order of the items; {@code next} waits, and throws what the function threw
     */
    public <A extends @Nullable Object, R extends @Nullable Object> Iterator<R> map(
            Fn<? super A, ? extends R> function, Iterable<A> items) {
        return map(function, items, null, 1);
    }

    /**
     * Calls a function once for each item; all calls start at once.
     *
     * @param function what is called
     * @param items what it is called with
     * @param timeout the most seconds from now until the last result; null for no limit. When they are over, {@code next}
     *     throws a {@link TimeoutException}, and calls that have not begun never do
     * @param chunksize how many items a worker gets at once; 1 or more
     * @param <A> an item's type
     * @param <R> a result's type
     * @return results in the order of the items; {@code next} waits, and throws what the function threw
     */
    public <A extends @Nullable Object, R extends @Nullable Object> Iterator<R> map(
            Fn<? super A, ? extends R> function, Iterable<A> items, @Nullable Double timeout, int chunksize) {
        if (chunksize < 1) {
            throw new UserFailure("chunksize must be >= 1: chunksize=" + chunksize);
        }
        List<A> list = new ArrayList<>();
        items.forEach(list::add);
        long end = timeout == null ? 0 : System.nanoTime() + (long) (Math.max(0, timeout) * 1e9);
        List<byte[]> chunks = Chunks.cut(list, chunksize, max_workers).encoded();
        Dispatcher to = workers();
        Job job = hand(to, Packing.function(function), Mode.MAP, chunks, _ -> {});
        return new Iterator<>() {
            private int chunk;
            private Iterator<R> some = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                return some.hasNext() || chunk < chunks.size();
            }

            @Override
            public R next() {
                if (!some.hasNext()) {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    long nanos = timeout == null ? Deadline.FOREVER : Math.max(0, end - System.nanoTime());
                    some = results(to, job, chunk++, nanos);
                }
                return some.next();
            }
        };
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the function's own type
    private <R extends @Nullable Object> Iterator<R> results(Dispatcher to, Job job, int chunk, long nanos) {
        try {
            return ((List<R>) Objects.requireNonNull(JavaValues.decode(job.get(chunk, nanos)))).iterator();
        } catch (TimeoutException e) {
            boolean _ = to.drop(job);
            throw ProcessPoolExecutor.<RuntimeException>unchecked(e);
        } catch (CallFailed | Failure e) {
            throw ProcessPoolExecutor.<RuntimeException>unchecked(reason(e));
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // an iterator may not declare it
    private static <E extends Throwable> E unchecked(Throwable e) throws E {
        throw (E) e;
    }

    private Job hand(Dispatcher to, Shipment function, Mode mode, List<byte[]> chunks, Consumer<Job> settle) {
        Job job = to.submit(function, mode, chunks, done -> {
            jobs.remove(done);
            settle.accept(done);
        });
        jobs.add(job);
        if (job.ready()) { // before it was noted
            jobs.remove(job);
        }
        return job;
    }

    private synchronized Dispatcher workers() {
        if (broken != null) {
            throw new BrokenProcessPool(Objects.requireNonNull(broken.getCause()));
        }
        if (shut) {
            throw new RejectedExecutionException("cannot schedule new futures after shutdown");
        }
        Dispatcher made = workers;
        if (made == null) {
            made = new Dispatcher(
                    new Staff(max_workers, "java", initializer, max_tasks_per_child, StartMethod.current(), true));
            workers = made;
        }
        return made;
    }

    private synchronized @Nullable Dispatcher started() {
        return workers;
    }

    /** What a failure is for who waits; one that is not the function's own breaks the executor. */
    private Throwable reason(Exception failure) {
        Throwable cause = failure instanceof CallFailed failed ? JavaErrors.unpack(failed.error()) : failure;
        Dispatcher to = started();
        boolean own = failure instanceof CallFailed && (to == null || !to.isBroken());
        BrokenProcessPool known;
        synchronized (this) {
            if (broken == null && !own && (failure instanceof DiedFailure || failure instanceof CallFailed)) {
                broken = new BrokenProcessPool(cause);
            }
            known = broken;
        }
        if (known == null || own) {
            return cause;
        }
        if (to != null) {
            to.terminate(); // what it has fails too, and ends here
        }
        return known;
    }

    @Override
    public void execute(Runnable command) {
        var _ = submit(command).whenComplete((_, failure) -> {
            if (failure != null) {
                System.err.println(JavaErrors.describe(failure));
            }
        });
    }

    @Override
    public <R extends @Nullable Object> List<Future<R>> invokeAll(Collection<? extends Callable<R>> tasks)
            throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public <R extends @Nullable Object> List<Future<R>> invokeAll(
            Collection<? extends Callable<R>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        List<CompletableFuture<R>> futures = tasks.stream().map(this::submit).toList();
        try {
            var _ = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                    .get(timeout, unit);
        } catch (ExecutionException e) {
            // its future says so
        } catch (TimeoutException e) {
            futures.forEach(future -> future.cancel(true));
        } catch (InterruptedException e) {
            futures.forEach(future -> future.cancel(true));
            throw e;
        }
        return new ArrayList<>(futures);
    }

    @Override
    public <R extends @Nullable Object> R invokeAny(Collection<? extends Callable<R>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public <R extends @Nullable Object> R invokeAny(
            Collection<? extends Callable<R>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("no tasks");
        }
        List<CompletableFuture<R>> futures = tasks.stream().map(this::submit).toList();
        CompletableFuture<R> first = new CompletableFuture<>();
        for (CompletableFuture<R> future : futures) {
            var _ = future.thenAccept(first::complete);
        }
        var _ = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> {
                    first.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
                    return null;
                });
        try {
            return first.get(timeout, unit);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    /** Takes no more calls; those it has are done. Does not wait. */
    @Override
    public void shutdown() {
        shutdown(false, false);
    }

    /**
     * Takes no more calls.
     *
     * @param wait whether to return only when all calls are done and the workers have left
     * @param cancel_futures whether calls that have not begun are cancelled
     * @throws StoppedFailure when the thread is interrupted while it waits
     */
    public void shutdown(boolean wait, boolean cancel_futures) {
        Dispatcher to;
        synchronized (this) {
            shut = true;
            to = workers;
        }
        if (to == null) {
            return;
        }
        if (cancel_futures) {
            jobs.forEach(to::drop);
        }
        to.close();
        if (wait) {
            to.join();
        }
    }

    /**
     * Takes no more calls, cancels those that have not begun, and ends the workers at once.
     *
     * @return nothing: the futures say which calls were cancelled
     */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown(false, true);
        Dispatcher to = started();
        if (to != null) {
            to.terminate();
        }
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return shut;
    }

    @Override
    public boolean isTerminated() {
        Dispatcher to = started();
        return isShutdown() && (to == null || to.join(0));
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        Dispatcher to = started();
        long nanos = unit.toNanos(timeout) > Long.MAX_VALUE / 2 ? Deadline.FOREVER : unit.toNanos(timeout);
        try {
            return to == null ? isShutdown() : isShutdown() && to.join(nanos);
        } catch (StoppedFailure e) {
            throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        }
    }

    /** Takes no more calls, and waits until all are done and the workers have left. */
    @Override
    public void close() {
        shutdown(true, false);
    }

    @Override
    public synchronized String toString() {
        return "<ProcessPoolExecutor max_workers=" + max_workers
                + (broken != null ? " broken>" : shut ? " shut down>" : " open>");
    }
}
