package parley.memory;

import parley.trace.StoppedFailure;

/**
 * How long a blocking call may still take. Waits are cut into slices, so that a thread that is interrupted, or whose
 * lock's owner was killed, notices within {@link #SLICE}. One call's own.
 */
public final class Deadline {
    /** Wait without end. */
    public static final long FOREVER = -1;

    /** The longest time, in nanoseconds, for which a waiting thread looks at nothing. */
    public static final long SLICE = 50_000_000;

    private final long end;
    private final boolean endless;

    /**
     * Starts now.
     *
     * @param nanos how long; negative for no end
     */
    public Deadline(long nanos) {
        endless = nanos < 0;
        end = endless ? 0 : System.nanoTime() + nanos;
    }

    /**
     * How long the next wait may take, at most a slice.
     *
     * @return nanoseconds; 0 or less when the time is up
     */
    public long slice() {
        return slice(SLICE);
    }

    /**
     * How long to wait now, where many threads wait for long and would do nothing but wake.
     *
     * @param most at most this, in nanoseconds
     * @return nanoseconds; 0 or less when the time is up
     */
    public long slice(long most) {
        return endless ? most : Math.min(most, end - System.nanoTime());
    }

    /**
     * Notices an interrupt.
     *
     * @param what is being done, for the message
     * @throws StoppedFailure if this thread was interrupted; clears the interrupt
     */
    public static void checkStopped(String what) {
        if (Thread.interrupted()) {
            throw new StoppedFailure("stopped: while=" + what);
        }
    }
}
