package parley.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;

/**
 * Refuses to start a process that would not fit into memory: a clear error is better than a machine that swaps. What a
 * process needs is not known; this asks for what an idle one takes, and leaves a reserve to those that run.
 */
public final class MemoryGuard {
    /** What a process of ours touches before it does anything, in megabytes. */
    private static final long ONE_PROCESS = 64;

    /** What is left to the others, in megabytes. */
    private static final long RESERVE = 256;

    private static final long UNKNOWN = -1;
    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final Path GROUP = Path.of("/sys/fs/cgroup");
    private static final long LASTS_NANOS = 100_000_000;

    private static volatile @Nullable Look last;

    /** What was free at some time, less what has been started since. */
    private record Look(long at, long free) {
        Look less(long used) {
            return new Look(at, free == UNKNOWN ? free : Math.max(0, free - used));
        }
    }

    private MemoryGuard() {}

    /** Complains where one more process does not fit. */
    static void check(String name) {
        Look look = last;
        long now = System.nanoTime();
        if (look == null || now - look.at() > LASTS_NANOS) { // the system takes its time to tell
            look = new Look(now, freeMegabytes());
        }
        check(name, look.free());
        last = look.less(ONE_PROCESS);
    }

    static void check(String name, long free) {
        if (free != UNKNOWN && free < ONE_PROCESS + RESERVE) {
            throw new UserFailure("no memory for another process: name=" + name + ", free=" + free + " MB, needed="
                    + ONE_PROCESS + " MB, kept free=" + RESERVE
                    + " MB\nMaybe end some processes, or start fewer at a time");
        }
    }

    /**
     * How much memory processes can still take: of the machine, or of the container if that has less.
     *
     * @return in megabytes; -1 where the system does not tell
     */
    public static long freeMegabytes() {
        return freeMegabytes(lines(SYSTEM), lines(GROUP.resolve("memory.max")), lines(GROUP.resolve("memory.current")));
    }

    /** From the lines of {@code /proc/meminfo}, and of the container's limit and use; none where there is no such file. */
    static long freeMegabytes(List<String> meminfo, List<String> most, List<String> current) {
        long system = UNKNOWN;
        for (String line : meminfo) {
            if (line.startsWith("MemAvailable:")) {
                system = Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        long limit = number(most);
        long used = number(current);
        if (limit == UNKNOWN || used == UNKNOWN) {
            return system;
        }
        long group = Math.max(0, limit - used) >> 20;
        return system == UNKNOWN ? group : Math.min(system, group);
    }

    /** In bytes; {@code max} is no number. */
    private static long number(List<String> lines) {
        return lines.stream()
                .filter(line -> line.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(UNKNOWN);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
