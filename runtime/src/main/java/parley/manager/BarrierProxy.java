package parley.manager;

import org.jspecify.annotations.Nullable;
import parley.sync.BrokenBarrier;

/** A barrier of a manager. Any thread. */
public final class BarrierProxy extends BaseProxy {
    private static final long serialVersionUID = 1;

    BarrierProxy(Remote remote, long number) {
        super(remote, number);
    }

    /**
     * Waits until all parties are here.
     *
     * @return a number below that of the parties, another one for each
     * @throws BrokenBarrier where one of them gave up, or somebody broke it
     */
    public int await() {
        return await(null);
    }

    /**
     * Waits until all parties are here.
     *
     * @param timeout the most seconds to wait, then it breaks; null for what it was made with
     * @return a number below that of the parties, another one for each
     * @throws BrokenBarrier where one of them gave up, or somebody broke it
     */
    public int await(@Nullable Double timeout) {
        try {
            return call("wait", timeout) instanceof Number index ? index.intValue() : 0;
        } catch (PythonError e) {
            if (e.type().equals("threading.BrokenBarrierError")) {
                throw new BrokenBarrier("barrier is broken: id=" + id());
            }
            throw failure(e);
        }
    }

    /** Breaks it. */
    public void abort() {
        Object _ = ask("abort");
    }

    /** Mends it; who waits gets an exception. */
    public void reset() {
        Object _ = ask("reset");
    }

    /**
     * How many it takes.
     *
     * @return as it was made
     */
    public int parties() {
        return askNumber("__getattribute__", "parties");
    }

    /**
     * How many wait now.
     *
     * @return at this instant
     */
    public int n_waiting() {
        return askNumber("__getattribute__", "n_waiting");
    }

    /**
     * Whether it is broken.
     *
     * @return at this instant
     */
    public boolean broken() {
        return askWhether("__getattribute__", "broken");
    }
}
