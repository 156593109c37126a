package parley.manager;

import org.jspecify.annotations.Nullable;

/** An event of a manager. Any thread. */
public final class EventProxy extends BaseProxy {
    private static final long serialVersionUID = 1;

    EventProxy(Remote remote, long number) {
        super(remote, number);
    }

    /**
     * Whether it is set.
     *
     * @return at this instant
     */
    public boolean is_set() {
        return askWhether("is_set");
    }

    /** Sets it: all who wait go on. */
    public void set() {
        Object _ = ask("set");
    }

    /** Unsets it. */
    public void clear() {
        Object _ = ask("clear");
    }

    /** Waits until it is set. */
    public void await() {
        boolean _ = await(null);
    }

    /**
     * Waits until it is set.
     *
     * @param timeout the most seconds to wait; null for no limit
     * @return false where the time is up
     */
    public boolean await(@Nullable Double timeout) {
        return askWhether("wait", timeout);
    }
}
