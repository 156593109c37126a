package parley.manager;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A condition of a manager, with its lock. Any thread. */
public final class ConditionProxy extends AcquirerProxy {
    private static final long serialVersionUID = 1;

    ConditionProxy(Remote remote, long number) {
        super(remote, number);
    }

    /** Waits until somebody notifies; lets go of the lock meanwhile. */
    public void await() {
        boolean _ = await(null);
    }

    /**
     * Waits until somebody notifies; lets go of the lock meanwhile.
     *
     * @param timeout the most seconds to wait; null for no limit
     * @return false where the time is up
     */
    public boolean await(@Nullable Double timeout) {
        return askWhether("wait", timeout);
    }

    /**
     * Waits until something is so.
     *
     * @param predicate looked at under the lock, in this process
     * @param timeout the most seconds to wait; null for no limit
     * @return what it said last
     */
    public boolean await_for(BooleanSupplier predicate, @Nullable Double timeout) {
        long end = timeout == null ? 0 : System.nanoTime() + (long) (timeout * 1e9);
        while (!predicate.getAsBoolean()) {
            Double left = timeout == null ? null : (Double) ((end - System.nanoTime()) / 1e9);
            if (left != null && left <= 0) {
                return predicate.getAsBoolean();
            }
            boolean _ = await(left);
        }
        return true;
    }

    /** Wakes one who waits. */
    public void notify_one() {
        notify(1);
    }

    /**
     * Wakes some who wait.
     *
     * @param n at most so many
     */
    public void notify(int n) {
        Object _ = ask("notify", n);
    }

    /** Wakes all who wait. */
    public void notify_all() {
        Object _ = ask("notify_all");
    }
}
