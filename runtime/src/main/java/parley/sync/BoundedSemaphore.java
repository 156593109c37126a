package parley.sync;

import parley.memory.ObjectKind;

/** A semaphore that refuses to be released more often than it was acquired, as Python's. Any thread. */
public final class BoundedSemaphore extends Semaphore {
    private static final long serialVersionUID = 1;

    /** Makes one that has 1. */
    public BoundedSemaphore() {
        this(1);
    }

    /**
     * Makes one.
     *
     * @param value what it has at first, and at most
     * @throws parley.trace.UserFailure where it is below 0
     */
    public BoundedSemaphore(int value) {
        super(ObjectKind.BOUNDED_SEMAPHORE, value, value);
    }

    private BoundedSemaphore(long address) {
        super(ObjectKind.BOUNDED_SEMAPHORE, address);
    }

    /**
     * The same semaphore, made by another process.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static BoundedSemaphore attach(long address) {
        return new BoundedSemaphore(address);
    }
}
