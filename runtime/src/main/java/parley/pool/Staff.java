package parley.pool;

import org.jspecify.annotations.Nullable;
import parley.process.Child;
import parley.process.Current;
import parley.process.StartMethod;
import parley.ship.Shipment;
import parley.trace.Failure;
import parley.trace.UserFailure;

/**
 * The workers that a pool keeps, and how each is started.
 *
 * @param processes how many; 1 or more
 * @param language whose functions they will run: they start with it at hand
 * @param initializer what each calls first, without arguments; null for nothing
 * @param maxtasksperchild after so many chunks a worker is replaced; 0 for never
 * @param method how they are started
 * @param daemons whether they are daemons; others may have children, and are ended with the pool's process too
 */
public record Staff(
        int processes,
        String language,
        @Nullable Shipment initializer,
        int maxtasksperchild,
        StartMethod method,
        boolean daemons) {
    private static final int TASKS_CAPACITY = 1 << 16;

    /**
     * Checks it.
     *
     * @throws UserFailure where there would be no worker
     */
    public Staff {
        if (processes < 1) {
            throw new UserFailure("Number of processes must be at least 1");
        }
    }

    /** Starts one, by its number, that reports there; returns before it is up. */
    Hand hire(int worker, Post reports) {
        Post tasks = Post.create(TASKS_CAPACITY);
        byte[] payload = WorkerLoop.payload(
                worker,
                tasks,
                reports,
                initializer == null ? "" : initializer.language(),
                initializer == null ? new byte[0] : initializer.bytes());
        try {
            String name = Current.nextChildName(method.prefix() + "PoolWorker");
            return new Hand(Child.start(name, daemons, method, WorkerLoop.NAME, language, payload), tasks);
        } catch (Failure e) {
            tasks.free();
            throw e;
        }
    }

    /** Whether one that has done so many chunks is to be replaced. */
    boolean isEnough(int chunks) {
        return maxtasksperchild > 0 && chunks >= maxtasksperchild;
    }
}
