package parley.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.memory.Member;
import parley.trace.ProcessState;

/**
 * Fresh JVMs for the start method {@code spawn}. Once it is used, one more is kept that has its language started and
 * waits for its start record: the next process has it at once.
 *
 * <pre>
 *   take ─▶ a spare waits, and has the streams of this process? ─ yes ─▶ it
 *      │                                                      └─ no ──▶ a fresh one
 *      └─▶ nobody takes another one for a moment, all are up, memory is free ─▶ a spare is started
 * </pre>
 *
 * <p>A spare ends when its input does: with this process. Any thread.
 */
final class SpareJvms {
    static final String SPARE = "spare";

    /** A system property: {@code no} where none shall be kept. */
    private static final String SETTING = "parley.spares";

    /** Who starts one after the other takes the next one sooner. */
    private static final Duration CALM = Duration.ofMillis(1500);

    private static final long MEGABYTES = 1024;

    private static SpareJvms current = new SpareJvms();

    static {
        AtFork.inChild(() -> {
            SpareJvms originals = current;
            current = new SpareJvms();
            originals.spares.values().forEach(Spare::letGo);
        });
    }

    private final Map<String, Spare> spares = new HashMap<>(); // by language
    private long taken;

    private SpareJvms() {}

    /** What it was started with, which would be another one's today if this process has changed it. */
    private record Spare(java.lang.Process process, List<String> streams) {
        void letGo() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // it has ended already
            }
        }
    }

    /**
     * A JVM that waits for its start record.
     *
     * @param language of what it will run, or empty
     * @return running
     * @throws IOException where none can be started
     */
    static java.lang.Process take(String language) throws IOException {
        SpareJvms all = current;
        java.lang.Process spare = all.takeSpare(language);
        if (!"no".equals(System.getProperty(SETTING))) {
            Thread.ofPlatform().daemon().name("spare").start(() -> all.refill(language));
        }
        return spare != null ? spare : start(JvmCommand.worker(language));
    }

    private synchronized java.lang.@Nullable Process takeSpare(String language) {
        taken++;
        Spare spare = spares.remove(language);
        if (spare == null) {
            return null;
        }
        if (spare.process.isAlive() && spare.streams.equals(streams())) {
            return spare.process;
        }
        spare.letGo();
        return null;
    }

    /** Before this process leaves: one that still starts would keep its streams open for a moment. */
    static void end() {
        SpareJvms all = current;
        synchronized (all) {
            all.taken++; // and none is started any more
            all.spares.values().forEach(spare -> spare.process.destroyForcibly());
            all.spares.clear();
        }
    }

    /** In idle time: one that starts meanwhile would take half of the processors from what was just started. */
    private void refill(String language) {
        long before;
        synchronized (this) {
            before = taken;
        }
        try {
            do {
                Thread.sleep(CALM);
            } while (oneStarts());
            synchronized (this) {
                if (taken == before && !spares.containsKey(language) && MemoryGuard.freeMegabytes() > MEGABYTES) {
                    spares.put(language, new Spare(start(JvmCommand.spare(language)), streams()));
                }
            }
        } catch (IOException | InterruptedException e) {
            // then there is none
        }
    }

    private static boolean oneStarts() {
        long parent = Current.pid();
        return Member.current().segment().processes().rows().stream()
                .anyMatch(row -> row.parent() == parent && row.state() == ProcessState.STARTING);
    }

    private static java.lang.Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> streams() {
        return Stream.of("1", "2")
                .map(number -> target(Path.of("/proc/self/fd", number)))
                .toList();
    }

    private static String target(Path stream) {
        try {
            return Files.readSymbolicLink(stream).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
