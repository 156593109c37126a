package parley.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
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

/**
 * Worker processes that share tasks, as Python's {@code multiprocessing.Pool}.
 *
 * <pre>
 *   try (var pool = new Pool(2)) { System.out.println(pool.map(x -&gt; x * x, range(5))); }
 * </pre>
 *
 * Leaving the {@code try} closes the pool: its workers finish what they have and leave. An exception of the function is
 * thrown at the caller as it is, with the worker's trace. A caller that is interrupted while it waits in {@code map} or
 * {@code apply} stops that work in the workers too. Functions get copies of the session's variables as they are when
 * {@code map} or {@code apply} is called. Any thread.
 */
public final class Pool implements AutoCloseable {
    private final Dispatcher dispatcher;

    /** Starts as many workers as there are processors. */
    public Pool() {
        this(Current.cpu_count());
    }

    /**
     * Starts workers.
     *
     * @param processes how many; 1 or more
     */
    public Pool(int processes) {
        this(processes, null, 0);
    }

    /**
     * Starts workers that run something first.
     *
     * @param processes how many; 1 or more
     * @param initializer what each runs first; null for nothing
     * @param maxtasksperchild after so many chunks a worker is replaced by a fresh one; 0 for never
     */
    public Pool(int processes, @Nullable Task initializer, int maxtasksperchild) {
        Shipment first = initializer == null ? null : Packing.initializer(initializer, List.of());
        dispatcher = new Dispatcher(new Staff(processes, "java", first, maxtasksperchild, StartMethod.current(), true));
    }

    /**
     * Calls a function once for each item, in parallel; waits for all results.
     *
     * @param function what is called
     * @param items what it is called with
     * @param <A> an item's type
     * @param <R> a result's type
     * @return results in the order of the items
     */
    public <A extends @Nullable Object, R extends @Nullable Object> List<R> map(
            Fn<? super A, ? extends R> function, Iterable<A> items) {
        return map(function, items, 0);
    }

    /**
     * Calls a function once for each item, in parallel; waits for all results.
     *
     * @param function what is called
     * @param items what it is called with
     * @param chunksize how many items a worker gets at once; 0 to cut about four chunks for each worker
     * @param <A> an item's type
     * @param <R> a result's type
     * @return results in the order of the items
     */
    public <A extends @Nullable Object, R extends @Nullable Object> List<R> map(
            Fn<? super A, ? extends R> function, Iterable<A> items, int chunksize) {
        return this.<A, R>map_async(function, items, chunksize, null, null).getOrAbandon();
    }

    /**
     * Starts a {@link #map(Fn, Iterable)} and returns at once.
     *
     * @param function what is called
     * @param items what it is called with
     * @param <A> an item's type
     * @param <R> a result's type
     * @return the results to come
     */
    public <A extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> map_async(
            Fn<? super A, ? extends R> function, Iterable<A> items) {
        return map_async(function, items, 0, null, null);
    }

    /**
     * Starts a {@link #map(Fn, Iterable, int)} and returns at once.
     *
     * @param function what is called
     * @param items what it is called with
     * @param chunksize how many items a worker gets at once; 0 to cut about four chunks for each worker
     * @param callback called with the results, by a thread of the pool; may be null
     * @param error_callback called with the exception where the function threw; may be null
     * @param <A> an item's type
     * @param <R> a result's type
     * @return the results to come
     */
    public <A extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> map_async(
            Fn<? super A, ? extends R> function,
            Iterable<A> items,
            int chunksize,
            @Nullable Consumer<? super List<R>> callback,
            @Nullable Consumer<? super Throwable> error_callback) {
        Chunks chunks = Chunks.cut(list(items), chunksize, dispatcher.processes());
        AsyncResult<List<R>> result = new AsyncResult<>(dispatcher, Pool::join, callback, error_callback);
        return submit(result, Packing.function(function), Mode.MAP, chunks.encoded());
    }

    /**
     * Calls a function of two arguments once for each pair, in parallel; waits for all results.
     *
     * @param function what is called
     * @param pairs lists or arrays of two arguments
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <R> a result's type
     * @return results in the order of the pairs
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            Fn2<? super A, ? super B, ? extends R> function, Iterable<? extends List<?>> pairs) {
        Chunks chunks = Chunks.cut(list(pairs), 0, dispatcher.processes());
        AsyncResult<List<R>> result = new AsyncResult<>(dispatcher, Pool::join, null, null);
        return submit(result, Packing.function(function), Mode.STARMAP, chunks.encoded())
                .getOrAbandon();
    }

    /**
     * Calls a function once, in a worker; waits for its result.
     *
     * @param function what is called
     * @param argument what it is called with
     * @param <A> its type
     * @param <R> the result's type
     * @return what the function returned
     */
    public <A extends @Nullable Object, R extends @Nullable Object> R apply(
            Fn<? super A, ? extends R> function, A argument) {
        return this.<A, R>apply_async(function, argument, null, null).getOrAbandon();
    }

    /**
     * Starts a call and returns at once.
     *
     * @param function what is called
     * @param argument what it is called with
     * @param <A> its type
     * @param <R> the result's type
     * @return the result to come
     */
    public <A extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> apply_async(
            Fn<? super A, ? extends R> function, A argument) {
        return apply_async(function, argument, null, null);
    }

    /**
     * Starts a call and returns at once.
     *
     * @param function what is called
     * @param argument what it is called with
     * @param callback called with the result, by a thread of the pool; may be null
     * @param error_callback called with the exception where the function threw; may be null
     * @param <A> the argument's type
     * @param <R> the result's type
     * @return the result to come
     */
    public <A extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> apply_async(
            Fn<? super A, ? extends R> function,
            A argument,
            @Nullable Consumer<? super R> callback,
            @Nullable Consumer<? super Throwable> error_callback) {
        AsyncResult<R> result =
                new AsyncResult<>(dispatcher, chunks -> decode(chunks.getFirst()), callback, error_callback);
        byte[] args = JavaValues.encode("argument", List.of(Collections.singletonList(argument), Map.of()));
        return submit(result, Packing.function(function), Mode.APPLY, List.of(args));
    }

    /**
     * Calls a function once for each item, in parallel; results come as they are asked for, in order.
     *
     * @param function what is called
     * @param items what it is called with
     * @param <A> an item's type
     * @param <R> a result's type
     * @return results in the order of the items; {@code next} waits, and throws what the function threw
     */
    public <A extends @Nullable Object, R extends @Nullable Object> Iterator<R> imap(
            Fn<? super A, ? extends R> function, Iterable<A> items) {
        return results(function, items, (_, index) -> index);
    }

    /**
     * Calls a function once for each item, in parallel; results come in the order in which they are ready.
     *
     * @param function what is called
     * @param items what it is called with
     * @param <A> an item's type
     * @param <R> a result's type
     * @return results in any order; {@code next} waits, and throws what the function threw
     */
    public <A extends @Nullable Object, R extends @Nullable Object> Iterator<R> imap_unordered(
            Fn<? super A, ? extends R> function, Iterable<A> items) {
        return results(function, items, (job, _) -> job.next(Deadline.FOREVER));
    }

    /** Which chunk comes next. */
    private interface Order {
        int chunk(Job job, int index) throws TimeoutException;
    }

    private <A extends @Nullable Object, R extends @Nullable Object> Iterator<R> results(
            Fn<? super A, ? extends R> function, Iterable<A> items, Order order) {
        List<byte[]> chunks = Chunks.cut(list(items), 1, dispatcher.processes()).encoded();
        Job job = dispatcher.submit(Packing.function(function), Mode.MAP, chunks, _ -> {});
        return new Iterator<>() {
            private int index;

            @Override
            public boolean hasNext() {
                return index < chunks.size();
            }

            @Override
            public R next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                try {
                    byte[] result = job.get(order.chunk(job, index++), Deadline.FOREVER);
                    return Pool.<R>join(List.of(result)).getFirst();
                } catch (CallFailed e) {
                    throw JavaErrors.raise(e.error());
                } catch (TimeoutException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    private <R extends @Nullable Object> AsyncResult<R> submit(
            AsyncResult<R> result, Shipment function, Mode mode, List<byte[]> chunks) {
        result.of(dispatcher.submit(function, mode, chunks, result::tell));
        return result;
    }

    /** Takes no more tasks; the workers leave when those it has are done. */
    @Override
    public void close() {
        dispatcher.close();
    }

    /** Ends the workers at once; results that are not ready never come. */
    public void terminate() {
        dispatcher.terminate();
    }

    /** After {@link #close} or {@link #terminate}: waits until the workers have left. */
    public void join() {
        dispatcher.join();
    }

    @Override
    public String toString() {
        return "<Pool processes=" + dispatcher.processes() + (dispatcher.isOpen() ? " open>" : " closed>");
    }

    private static <A extends @Nullable Object> List<A> list(Iterable<A> items) {
        List<A> list = new ArrayList<>();
        items.forEach(list::add);
        return list;
    }

    private static <R extends @Nullable Object> List<R> join(List<byte[]> chunks) {
        List<R> all = new ArrayList<>();
        for (byte[] chunk : chunks) {
            all.addAll(Pool.<List<R>>decode(chunk));
        }
        return all;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // the function's own type
    private static <R extends @Nullable Object> R decode(byte[] value) {
        return (R) JavaValues.decode(value);
    }
}
