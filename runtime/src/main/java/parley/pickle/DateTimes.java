package parley.pickle;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times in the bytes that Python's {@code datetime} gives to a pickle. Nothing is rounded while reading: null
 * means that Java's types do not hold it. Python counts microseconds, so writing drops what is below. Has no state.
 *
 * <pre>
 *   date      year (2, big-endian) | month | day
 *   time      hour, its highest bit set in the second pass of a repeated hour | minute | second | microsecond (3)
 *   datetime  date, the bit with the month instead | time
 * </pre>
 */
final class DateTimes {
    private static final int SECOND_PASS = 0x80;
    private static final int LONGEST_OFFSET = 18 * 3600; // seconds, in Java
    private static final long LONGEST = 999_999_999; // days of a timedelta

    private DateTimes() {}

    static @Nullable Object date(byte[] form) {
        return form.length == 4 ? tried(() -> localDate(form)) : null;
    }

    static @Nullable Object time(byte[] form, @Nullable Object zone) {
        if (form.length != 6 || (form[0] & SECOND_PASS) != 0) {
            return null;
        }
        return tried(() -> {
            LocalTime time = localTime(form, 0);
            return switch (zone) {
                case null -> time;
                case ZoneOffset offset -> OffsetTime.of(time, offset);
                default -> null;
            };
        });
    }

    static @Nullable Object dateTime(byte[] form, @Nullable Object zone) {
        if (form.length != 10) {
            return null;
        }
        boolean second = (form[2] & SECOND_PASS) != 0;
        return tried(() -> {
            LocalDateTime local = LocalDateTime.of(localDate(form), localTime(form, 4));
            return switch (zone) {
                case null -> second ? null : local;
                case ZoneOffset offset -> second ? null : OffsetDateTime.of(local, offset);
                case ZoneId region -> {
                    ZonedDateTime first = local.atZone(region).withEarlierOffsetAtOverlap();
                    ZonedDateTime later = first.withLaterOffsetAtOverlap();
                    boolean exact = first.toLocalDateTime().equals(local) && !(second && later.equals(first));
                    yield exact ? (second ? later : first) : null;
                }
                default -> null;
            };
        });
    }

    static @Nullable Object timedelta(int days, int seconds, int micros) {
        return Duration.ofDays(days).plusSeconds(seconds).plusNanos(micros * 1000L);
    }

    static @Nullable Object timezone(@Nullable Object offset) {
        return offset instanceof Duration duration
                        && duration.toNanosPart() == 0
                        && duration.abs().toSeconds() <= LONGEST_OFFSET
                ? ZoneOffset.ofTotalSeconds((int) duration.toSeconds())
                : null;
    }

    static @Nullable Object zone(String key) {
        return tried(() -> ZoneId.of(key) instanceof ZoneOffset ? null : ZoneId.of(key));
    }

    private interface Attempt {
        @Nullable
        Object get();
    }

    private static @Nullable Object tried(Attempt attempt) {
        try {
            return attempt.get();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static LocalDate localDate(byte[] form) {
        int year = (form[0] & 0xff) << 8 | form[1] & 0xff;
        if (year < 1 || year > 9999) {
            throw new DateTimeException("year");
        }
        return LocalDate.of(year, form[2] & ~SECOND_PASS & 0xff, form[3]);
    }

    private static LocalTime localTime(byte[] form, int at) {
        int micros = (form[at + 3] & 0xff) << 16 | (form[at + 4] & 0xff) << 8 | form[at + 5] & 0xff;
        if (micros > 999_999) {
            throw new DateTimeException("microsecond");
        }
        return LocalTime.of(form[at], form[at + 1], form[at + 2], micros * 1000);
    }

    static byte[] form(LocalDate date) {
        int year = date.getYear();
        if (year < 1 || year > 9999) {
            throw new DateTimeException("python's years are 1 to 9999: year=" + year);
        }
        return new byte[] {(byte) (year >> 8), (byte) year, (byte) date.getMonthValue(), (byte) date.getDayOfMonth()};
    }

    static byte[] form(LocalTime time) {
        int micros = time.getNano() / 1000;
        return new byte[] {
            (byte) time.getHour(),
            (byte) time.getMinute(),
            (byte) time.getSecond(),
            (byte) (micros >> 16),
            (byte) (micros >> 8),
            (byte) micros
        };
    }

    static byte[] form(LocalDateTime moment, boolean second) {
        byte[] date = form(moment.toLocalDate());
        byte[] time = form(moment.toLocalTime());
        byte[] both = new byte[10];
        System.arraycopy(date, 0, both, 0, 4);
        System.arraycopy(time, 0, both, 4, 6);
        if (second) {
            both[2] |= (byte) SECOND_PASS;
        }
        return both;
    }

    /** Whether a moment is in the second pass of a repeated hour. */
    static boolean isSecond(ZonedDateTime moment) {
        return !moment.getOffset().equals(moment.withEarlierOffsetAtOverlap().getOffset());
    }

    /** Days, seconds and microseconds as Python keeps them. */
    static int[] parts(Duration duration) {
        long days = Math.floorDiv(duration.toSeconds(), 86_400L);
        if (Math.abs(days) > LONGEST) {
            throw new DateTimeException("python's timedelta is too short for it: days=" + BigInteger.valueOf(days));
        }
        return new int[] {(int) days, (int) Math.floorMod(duration.toSeconds(), 86_400L), duration.toNanosPart() / 1000
        };
    }
}
