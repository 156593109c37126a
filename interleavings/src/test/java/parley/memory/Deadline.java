package parley.memory;

import parley.interleavings.Schedule;
import parley.trace.StoppedFailure;

/** Stands in for the runtime's: time is the schedule's. */
public final class Deadline {
    public static final long FOREVER = -1;
    public static final long SLICE = 50_000_000;

    private final long end;
    private final boolean endless;

    public Deadline(long nanos) {
        endless = nanos < 0;
        end = endless ? 0 : Schedule.now() + nanos;
    }

    public long slice() {
        return endless ? SLICE : Math.min(SLICE, end - Schedule.now());
    }

    public static void checkStopped(String what) {
        if (Thread.interrupted()) {
            throw new StoppedFailure("stopped: while=" + what);
        }
    }
}
