package parley.inspect;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time, as short as they can be and still be compared at a glance. */
public final class Ago {
    private Ago() {}

    /** {@code 0.0 s}, {@code 59.9 s}, {@code 5 min}, {@code 3 h}, {@code 2 d}; never negative. */
    public static String of(Duration time) {
        long seconds = time.toSeconds();
        if (time.isNegative()) {
            return of(Duration.ZERO);
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%d.%d s", seconds, time.toMillisPart() / 100);
        }
        if (seconds < 3600) {
            return time.toMinutes() + " min";
        }
        return seconds < 48 * 3600 ? time.toHours() + " h" : time.toDays() + " d";
    }
}
