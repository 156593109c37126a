package parley.manager;

import org.jspecify.annotations.Nullable;
import parley.sync.Guard;

/**
 * A {@code Lock}, {@code RLock}, {@code Semaphore} or {@code BoundedSemaphore} of a manager. An {@code RLock} belongs to the
 * thread that took it. Any thread.
 */
public sealed class AcquirerProxy extends BaseProxy permits ConditionProxy {
    private static final long serialVersionUID = 1;

    AcquirerProxy(Remote remote, long number) {
        super(remote, number);
    }

    /** Takes it; waits as long as it takes. */
    public void acquire() {
        boolean _ = askWhether("acquire");
    }

    /**
     * Takes it if it can.
     *
     * @param block whether to wait
     * @param timeout the most seconds to wait; null for no limit
     * @return whether the caller has it now
     */
    public boolean acquire(boolean block, @Nullable Double timeout) {
        return timeout == null || !block
                ? askWhether("acquire", block)
                : askWhether("acquire", true, Math.max(0, timeout));
    }

    /**
     * Gives it back.
     *
     * @throws parley.trace.UserFailure where the caller may not
     */
    public void release() {
        Object _ = ask("release");
    }

    /**
     * Takes it for a {@code try} block.
     *
     * @return releases it when it is closed
     */
    public Guard.Held hold() {
        acquire();
        return this::release;
    }
}
