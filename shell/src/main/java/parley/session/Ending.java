package parley.session;

/** How a process ended, in words. */
final class Ending {
    /** What {@link Process#exitValue()} adds to the number of the signal that killed the process. */
    private static final int KILLED = 128;

    private static final int LAST_SIGNAL = 64;

    private Ending() {}

    static String of(int exitValue) {
        return exitValue > KILLED && exitValue <= KILLED + LAST_SIGNAL
                ? "session ended: killed by signal " + (exitValue - KILLED)
                : "session ended: exit code " + exitValue;
    }
}
