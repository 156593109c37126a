package parley.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
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
     * A container's limit, where the system tells of it; the second version of control groups, or the first.
     *
     * @param most its limit, in bytes
     * @param current what is in use, in bytes
     * @param statistics of what that consists
     * @param kept how what is only kept of files is called there: the system takes it back before it refuses memory
     */
    private record Group(Path most, Path current, Path statistics, String kept) {
        static final Group SECOND = new Group(
                GROUPS.resolve("memory.max"),
                GROUPS.resolve("memory.current"),
                GROUPS.resolve("memory.stat"),
                "inactive_file ");
        static final Group FIRST = new Group(
                GROUPS.resolve("memory/memory.limit_in_bytes"),
                GROUPS.resolve("memory/memory.usage_in_bytes"),
                GROUPS.resolve("memory/memory.stat"),
                "total_inactive_file ");
        static final @Nullable Group HERE = Stream.of(SECOND, FIRST)
                .filter(group -> Files.exists(group.most))
                .findFirst()
                .orElse(null);
    }

    /**
     * How much memory processes can still take: of the machine, or of the container if that has less.
     *
     * @return in megabytes; -1 where the system does not tell
     */
    public static long freeMegabytes() {
        long system = ofMachine(lines(SYSTEM));
        Group group = Group.HERE;
        long limit = group == null ? UNKNOWN : number(lines(group.most));
        return group == null || limit == UNKNOWN
                ? system
                : least(
                        system,
                        ofContainer(limit, number(lines(group.current)), value(lines(group.statistics), group.kept)));
    }

    /** From the lines of {@code /proc/meminfo}. */
    static long ofMachine(List<String> meminfo) {
        long kilobytes = value(meminfo, "MemAvailable:");
        return kilobytes == UNKNOWN ? UNKNOWN : kilobytes >> 10;
    }

    /** From a limit, what is used, and what of that is only kept, in bytes. */
    static long ofContainer(long limit, long used, long kept) {
        return used == UNKNOWN ? UNKNOWN : Math.max(0, limit - used + Math.max(0, kept)) >> 20;
    }

    static long least(long system, long container) {
        return system == UNKNOWN || container == UNKNOWN ? Math.max(system, container) : Math.min(system, container);
    }

    /** The number in the line that begins so. */
    static long value(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return UNKNOWN;
    }

    /** In bytes; {@code max} is no number, and one that is longer stands for no limit too. */
    static long number(List<String> lines) {
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
