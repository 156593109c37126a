package parley.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import parley.fork.Fork.Ended;

/**
 * What copies of this JVM have of its memory, as the system counts it; for {@link ForkIT}. Prints the megabytes of garbage
 * that the last copy does not have, and those of archives in small pages, before the first copy and after the last.
 */
final class ForkMemory {
    private static final int MEGABYTE = 1 << 20;
    private static final long LARGE = 2L << 20;
    private static final int GARBAGE = 40; // megabytes
    private static final int COPIES = 5;

    private static volatile Object sink = "";

    private ForkMemory() {}

    public static void main(String[] args) throws IOException {
        for (int i = 0; i < GARBAGE; i++) {
            sink = new byte[MEGABYTE];
        }
        System.gc();
        long archives = archives();
        int spared = 0;
        for (int i = 0; i < COPIES; i++) {
            long mine = anonymous();
            int pid = Fork.fork(false);
            if (pid == 0) {
                Fork.exit((int) Math.max(0, mine - anonymous()) / MEGABYTE);
            }
            Ended ended = Fork.waitFor(pid);
            spared = ended == null ? -1 : ended.exitcode();
        }
        System.out.printf("spared=%d, archives=%d, after=%d%n", spared, archives / MEGABYTE, archives() / MEGABYTE);
    }

    /** Bytes of memory that is in no file, shared with the original or not. */
    private static long anonymous() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Anonymous:"))
                    .mapToLong(line -> Long.parseLong(line.split(" +")[1]) * 1024)
                    .sum();
        }
    }

    /** Bytes of large pages that would lie wholly in what the VM has mapped of an archive of classes to write to. */
    private static long archives() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.map(line -> line.split(" +"))
                    .filter(words -> words[1].equals("rw-p") && words[words.length - 1].endsWith(".jsa"))
                    .mapToLong(words -> inner(words[0].split("-")))
                    .sum();
        }
    }

    private static long inner(String[] range) {
        long start = -Math.floorDiv(-Long.parseLong(range[0], 16), LARGE) * LARGE;
        return Math.max(0, Math.floorDiv(Long.parseLong(range[1], 16), LARGE) * LARGE - start);
    }
}
