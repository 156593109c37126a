package parley.sync;

/** A barrier was aborted or reset while somebody waited at it, or somebody's time was up: Python's BrokenBarrierError. */
public final class BrokenBarrier extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Made by who waited.
     *
     * @param message why
     */
    public BrokenBarrier(String message) {
        super(message);
    }
}
