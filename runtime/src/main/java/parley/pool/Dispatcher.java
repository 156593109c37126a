package parley.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.pool.Board.Chunk;
import parley.process.Child;
import parley.process.Current;
import parley.ship.CallFailed;
import parley.ship.RemoteError;
import parley.ship.Routine;
import parley.ship.Shipment;
import parley.trace.BugFailure;
import parley.trace.DiedFailure;
import parley.trace.Failure;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

/**
 * The pool itself, in bytes: starts and replaces workers, hands out chunks, collects reports; drawn in the package's
 * description. Any thread; one manager thread of its own changes state, under one lock.
 */
public final class Dispatcher implements AutoCloseable {
    private static final int REPORTS_CAPACITY = 1 << 18;

    /** Workers that die one after another before they are up: the next would too. */
    private static final int MOST_FALSE_STARTS = 3;

    /** So many reports, if they are there, are read before anybody gets something new to do. */
    private static final int AT_ONCE = 512;

    private enum State {
        OPEN,
        CLOSED,
        ENDED
    }

    /** What a job is told of a chunk, without the lock: the result, or why there is none. */
    @SuppressWarnings("ArrayRecordComponent") // handed on
    private record Settled(
            Job job,
            int chunk,
            byte @Nullable [] result,
            @Nullable Exception failure) implements Runnable {
        @Override
        public void run() {
            if (result != null) {
                job.done(chunk, result);
            } else if (failure != null) {
                job.failed(chunk, failure);
            }
        }
    }

    private final Staff staff;
    private final Post reports;
    private final Thread manager;

    private final Object lock = new Object(); // guards all below
    private final Board board = new Board();
    private final Map<Integer, Hand> hands = new LinkedHashMap<>();
    private final Map<Integer, Job> jobs = new HashMap<>();
    private final FunctionTable functions = new FunctionTable();
    private final Assigner assigner;
    private int nextWorker;
    private int nextJob;
    private int falseStarts;
    private State state = State.OPEN;
    private @Nullable Exception broken;

    /**
     * Starts the workers, and returns before they are up.
     *
     * @param staff how many, and how
     */
    @SuppressWarnings("this-escape") // the manager starts when all is set
    public Dispatcher(Staff staff) {
        this.staff = staff;
        this.reports = Post.create(REPORTS_CAPACITY);
        this.assigner = new Assigner(board, hands, jobs, functions, staff.maxtasksperchild() == 0);
        synchronized (lock) {
            try {
                for (int i = 0; i < staff.processes(); i++) {
                    hire();
                }
            } catch (Failure e) {
                hands.values().forEach(Hand::kill);
                throw e;
            }
        }
        manager = Thread.ofPlatform().daemon().name("pool manager").start(this::manage);
        if (!staff.daemons()) {
            long owner = Current.pid();
            Current.whenLeaving(() -> {
                if (Current.pid() == owner) { // a copy of this process has no workers to end
                    terminate();
                }
            });
        }
    }

    /**
     * How many workers it keeps.
     *
     * @return as it was made
     */
    public int processes() {
        return staff.processes();
    }

    /**
     * The workers that live now.
     *
     * @return in order of start
     */
    public List<Child> workers() {
        synchronized (lock) {
            return hands.values().stream().map(Hand::child).toList();
        }
    }

    /**
     * Whether it takes jobs.
     *
     * @return false after {@link #close} and {@link #terminate}
     */
    public boolean isOpen() {
        synchronized (lock) {
            return state == State.OPEN;
        }
    }

    /**
     * Whether it runs nothing any more, since its workers cannot begin or it was terminated.
     *
     * @return true where every job fails
     */
    public boolean isBroken() {
        synchronized (lock) {
            return broken != null;
        }
    }

    /**
     * Hands out the chunks of a job.
     *
     * @param function what is called
     * @param mode how the chunks are meant
     * @param chunks encoded arguments
     * @param whenDone called once with the job, as soon as it has all results: by a thread of the pool, perhaps before
     *     this returns; by this thread where there are no chunks. To others the job is ready only then
     * @return the job
     * @throws UserFailure where the pool is closed
     */
    public Job submit(Shipment function, Routine.Mode mode, List<byte[]> chunks, Consumer<Job> whenDone) {
        Job job;
        List<Runnable> after = new ArrayList<>();
        synchronized (lock) {
            if (state != State.OPEN) {
                throw new UserFailure("Pool not running");
            }
            job = new Job(functions.number(function), mode, chunks, whenDone);
            if (chunks.isEmpty()) {
                after.add(() -> whenDone.accept(job));
            } else {
                jobs.put(nextJob, job);
                board.add(nextJob++, chunks.size());
                if (broken != null) {
                    failAll(broken, after);
                }
                assign(after);
            }
        }
        tell(after);
        return job;
    }

    /** What the user's callbacks throw is shown, and stops nothing. Without the lock. */
    private static void tell(List<Runnable> after) {
        for (Runnable action : after) {
            try {
                action.run();
            } catch (Throwable e) {
                System.err.println("error: a callback of a pool failed");
                e.printStackTrace();
            }
        }
    }

    private void assign(List<Runnable> after) {
        assigner.assign((chunk, why) -> fail(chunk, why, after));
        if (state == State.CLOSED && board.isDone()) {
            hands.values().forEach(Hand::stop);
        }
    }

    private void forget() {
        for (int function :
                functions.drop(number -> jobs.values().stream().anyMatch(job -> job.function() == number))) {
            hands.values().forEach(hand -> hand.forget(function));
        }
    }

    private void hire() {
        int worker = nextWorker++;
        Hand hand = staff.hire(worker, reports);
        hands.put(worker, hand);
        hand.child().whenEnded(() -> reports.send(new Message.Ended(worker)));
    }

    /** The manager thread: the only one that reads reports. */
    private void manage() {
        boolean ended = false;
        while (!ended) {
            List<Runnable> after = new ArrayList<>(); // callbacks of the user run without the lock
            Message report = receive(after);
            synchronized (lock) {
                try {
                    apply(report, after);
                    for (int more = 1; more < AT_ONCE && !reports.isEmpty(); more++) {
                        report = receive(after);
                        apply(report, after);
                    }
                    assign(after);
                    forget();
                } catch (RuntimeException | Error e) { // nobody would hear of it, and all would wait for ever
                    end(new BugFailure("pool failed: while=" + report, e), after);
                }
                ended = hands.isEmpty() && state != State.OPEN;
                if (ended) {
                    state = State.ENDED;
                    lock.notifyAll();
                }
            }
            tell(after);
        }
        reports.freeData(); // a reaper may still be leaving the ring itself
    }

    /** A report that cannot be read would leave its job waiting for ever: all jobs fail. */
    private Message receive(List<Runnable> after) {
        try {
            return reports.receive();
        } catch (RuntimeException | OutOfMemoryError e) {
            synchronized (lock) {
                end(new BugFailure("pool failed: a report cannot be read", e), after);
            }
            return new Message.Ended(-1);
        }
    }

    private void apply(Message report, List<Runnable> after) {
        switch (report) {
            case Message.Ready m -> up(m.worker());
            case Message.Done m ->
                finish(m.worker(), new Chunk(m.job(), m.chunk()), m.nanos(), m.result(), null, after);
            case Message.Failed m when m.job() < 0 -> initializerFailed(m.error(), after);
            case Message.Failed m ->
                finish(
                        m.worker(),
                        new Chunk(m.job(), m.chunk()),
                        Long.MAX_VALUE,
                        null,
                        new CallFailed(m.error()),
                        after);
            case Message.Ended m -> lost(m.worker(), after);
            case Message other -> throw new IllegalArgumentException("not for a pool: message=" + other);
        }
    }

    private void up(int worker) {
        Hand hand = hands.get(worker);
        if (hand != null) {
            hand.cameUp();
            falseStarts = 0;
            board.up(worker);
        }
    }

    private void finish(
            int worker,
            Chunk chunk,
            long nanos,
            byte @Nullable [] result,
            @Nullable Exception failure,
            List<Runnable> after) {
        Hand hand = hands.get(worker);
        if (hand == null || !board.done(new Board.Given(worker, chunk))) {
            return;
        }
        hand.done(chunk, nanos);
        if (staff.isEnough(hand.chunks())) {
            board.retire(worker);
            hand.stop();
        }
        settle(chunk, result, failure, after);
    }

    private void fail(Chunk chunk, Exception failure, List<Runnable> after) {
        settle(chunk, null, failure, after);
    }

    private void settle(Chunk chunk, byte @Nullable [] result, @Nullable Exception failure, List<Runnable> after) {
        Job job = jobs.get(chunk.job());
        if (job != null) {
            if (job.lastChunkSettles()) {
                jobs.remove(chunk.job());
            }
            after.add(new Settled(job, chunk.index(), result, failure));
        }
    }

    private void initializerFailed(RemoteError error, List<Runnable> after) {
        broken = new CallFailed(error);
        failAll(broken, after);
    }

    /** A worker's process ended: by its own leave, or killed. */
    private void lost(int worker, List<Runnable> after) {
        Hand hand = hands.remove(worker);
        if (hand == null) {
            return;
        }
        List<Chunk> unread = hand.free();
        List<Chunk> had = new ArrayList<>(board.lost(worker));
        DiedFailure died = new DiedFailure("worker died: name=" + hand.child().name() + ", pid="
                + hand.child().pid() + ", exitcode=" + hand.child().exitcode());
        for (Chunk chunk : had.reversed()) {
            if (unread.contains(chunk)) {
                board.again(chunk);
            } else {
                fail(chunk, died, after);
            }
        }
        if (hand.startedInVain() && ++falseStarts >= MOST_FALSE_STARTS && broken == null) {
            broken = died;
        }
        if (broken != null) {
            failAll(broken, after);
        } else if (!Current.isLeaving() // a copy made while the interpreter closes would wait for its lock for ever
                && (state == State.OPEN || (state == State.CLOSED && !board.isDone()))) {
            replace(after);
        }
    }

    private void replace(List<Runnable> after) {
        try {
            hire();
        } catch (Failure e) {
            broken = e;
            failAll(e, after);
        }
    }

    private void failAll(Exception cause, List<Runnable> after) {
        for (Chunk chunk : board.clear()) {
            fail(chunk, cause, after);
        }
    }

    /**
     * Stops the work on a job that nobody waits for any more: what has not begun is dropped, workers that are at it are
     * ended and replaced.
     *
     * @param job it fails with a {@link StoppedFailure}
     */
    public void abandon(Job job) {
        boolean _ = takeBack(job, hand -> hand.child().kill());
    }

    /**
     * Takes back what has not begun of a job.
     *
     * @param job what is taken back of it fails with a {@link StoppedFailure}
     * @return whether nothing of it runs
     */
    public boolean drop(Job job) {
        return takeBack(job, _ -> {});
    }

    /** Gives whether nothing of it runs; what is to be done with a worker that is at it is done before that gets more. */
    private boolean takeBack(Job job, Consumer<Hand> busy) {
        List<Runnable> after = new ArrayList<>();
        List<Integer> workers = List.of();
        synchronized (lock) {
            for (var known : jobs.entrySet()) {
                if (known.getValue().equals(job)) {
                    assigner.takeBack(known.getKey());
                    workers = board.runningOn(known.getKey());
                    StoppedFailure stopped = new StoppedFailure("job was abandoned");
                    for (Chunk chunk : board.drop(known.getKey())) {
                        fail(chunk, stopped, after);
                    }
                    break;
                }
            }
            workers.stream().map(hands::get).filter(Objects::nonNull).forEach(busy);
        }
        tell(after);
        return workers.isEmpty();
    }

    /** Takes no more jobs; the workers leave when those it has are done. */
    @Override
    public void close() {
        List<Runnable> after = new ArrayList<>();
        synchronized (lock) {
            if (state == State.OPEN) {
                state = State.CLOSED;
                assign(after);
                wakeManager();
            }
        }
        tell(after);
    }

    /** It may have nobody left to hear from. Under the lock, so it must not wait for room: a full ring wakes as well. */
    private void wakeManager() {
        boolean _ = reports.offer(new Message.Ended(-1));
    }

    /** Ends the workers at once; jobs that are not ready fail. */
    public void terminate() {
        List<Runnable> after = new ArrayList<>();
        synchronized (lock) {
            if (state == State.ENDED) {
                return;
            }
            end(new StoppedFailure("pool was terminated"), after);
            wakeManager();
        }
        tell(after);
    }

    private void end(Failure cause, List<Runnable> after) {
        state = State.CLOSED;
        broken = cause;
        failAll(cause, after);
        hands.values().forEach(Hand::kill);
    }

    /**
     * Waits until the workers have left.
     *
     * @throws UserFailure where the pool is open
     * @throws StoppedFailure when the thread is interrupted
     */
    public void join() {
        boolean _ = join(Deadline.FOREVER);
    }

    /**
     * Waits until the workers have left.
     *
     * @param nanos at most this long; negative for as long as it takes
     * @return whether they have
     * @throws UserFailure where the pool is open
     * @throws StoppedFailure when the thread is interrupted
     */
    public boolean join(long nanos) {
        Deadline deadline = new Deadline(nanos);
        synchronized (lock) {
            if (state == State.OPEN) {
                throw new UserFailure("Pool is still running");
            }
            try {
                while (state != State.ENDED) {
                    long slice = deadline.slice();
                    if (slice <= 0) {
                        return false;
                    }
                    lock.wait(slice / 1_000_000, (int) (slice % 1_000_000));
                }
            } catch (InterruptedException e) {
                throw new StoppedFailure("stopped: while=join of a pool");
            }
        }
        awaitManager();
        return true;
    }

    private void awaitManager() {
        try {
            manager.join();
        } catch (InterruptedException e) {
            throw new StoppedFailure("stopped: while=join of a pool");
        }
    }
}
