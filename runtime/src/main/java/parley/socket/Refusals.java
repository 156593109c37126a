package parley.socket;

/** Says on the error stream who was refused; who knocks a thousand times a second gets a line a second. Any thread. */
final class Refusals {
    private static final long QUIET = 1_000_000_000L; // ns

    private static long last = System.nanoTime() - QUIET;
    private static int untold;

    private Refusals() {}

    static synchronized void tell(String text) {
        long now = System.nanoTime();
        if (now - last < QUIET) {
            untold++;
            return;
        }
        System.err.println("warning: " + text + (untold == 0 ? "" : " (and " + untold + " before)"));
        last = now;
        untold = 0;
    }
}
