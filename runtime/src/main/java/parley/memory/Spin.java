package parley.memory;

import java.util.function.BooleanSupplier;

/**
 * Looks for something that is expected within microseconds. Ever more seldom: each look takes the word away from the
 * processor that is about to change it, and who looks after each message of a queue gets them one by one, each with a
 * whole way between processors. Any thread.
 */
public final class Spin {
    private static final boolean HELPS = Runtime.getRuntime().availableProcessors() > 1;
    private static final int LONGEST_PAUSE = 32;

    private Spin() {}

    /**
     * Waits for something.
     *
     * @param ready looks, or tries
     * @param most how long to wait, in pauses of a processor
     * @return whether it was ready; false at once where there is one processor only
     */
    public static boolean until(BooleanSupplier ready, int most) {
        for (int spun = 0, pause = 1; HELPS && spun < most; spun += pause, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            if (ready.getAsBoolean()) {
                return true;
            }
            for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
            }
        }
        return false;
    }
}
