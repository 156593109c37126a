package parley.sync;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a process is told that gets a lock whose owner was killed. On the error stream, unless the caller collects it: a
 * Python program gets a {@code RuntimeWarning}. Any thread.
 */
public final class Takeover {
    /** The environment variable that says what becomes of such a lock: {@code wait} for ever, as in Python. */
    public static final String SETTING = "PARLEY_DEAD_OWNERS";

    private static final ThreadLocal<@Nullable Takeover> COLLECTING = new ThreadLocal<>();

    private @Nullable String text;

    private Takeover() {}

    /**
     * The outcome of waiting for a lock.
     *
     * @param taken whether the caller has it now
     * @param warning what it must know, or null
     */
    public record Outcome(boolean taken, @Nullable String warning) {}

    /**
     * Waits for a lock, and collects what would go to the error stream.
     *
     * @param acquire waits
     * @return what came of it
     */
    public static Outcome collect(BooleanSupplier acquire) {
        Takeover takeover = new Takeover();
        COLLECTING.set(takeover);
        try {
            return new Outcome(acquire.getAsBoolean(), takeover.text);
        } finally {
            COLLECTING.remove();
        }
    }

    /** Whether a lock stays with an owner that was killed. */
    static boolean isForbidden() {
        return "wait".equals(System.getenv(SETTING));
    }

    static void tell(String lock, String owner) {
        String text = "the owner of a lock ended without releasing it: lock=" + lock + ", owner=" + owner
                + "\nMaybe what it guards is half written.";
        Takeover collecting = COLLECTING.get();
        if (collecting == null) {
            System.err.println("warning: " + text);
        } else {
            collecting.text = text;
        }
    }
}
