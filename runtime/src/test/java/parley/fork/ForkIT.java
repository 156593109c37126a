package parley.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.fork.Fork.Ended;
import parley.trace.Self;

/** Copies of a JVM, each in a JVM of its own that can be lost. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ForkIT {
    private static final int FORKS = 12;

    @BeforeEach
    void isBuilt() {
        assumeTrue(Fork.isBuilt(), "there is a C compiler");
    }

    private static String stress(String... flags) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-XX:-UsePerfData", "-Xmx512m", "-Xmn32m"));
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ForkStress.class.getName(),
                Integer.toString(FORKS)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return out.strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseParallelGC"})
    void copiesOfABusyJvmAllocateCollectStartThreadsAndLoadClasses(String collector) throws Exception {
        String said = stress(collector);
        assertTrue(said.startsWith("forks=" + FORKS + ", bad=0,"), said);
    }

    @Test
    void aCollectorThatSharesItsHeapIsRefused() throws Exception {
        String said = stress("-XX:+UseZGC");
        assertTrue(said.contains("garbage collector shares the heap"), said);
    }

    @Test
    void aCopyHasItsOwnNumberAndItsExitCodeIsTaken() {
        assertNull(Fork.problem());
        long mine = Self.pid();
        int pid = Fork.copy(false);
        if (pid == 0) {
            Fork.exit(Self.pid() != mine && Self.pid() == parentSees() ? 7 : 1);
        }
        assertEquals(new Ended(pid, 7), Fork.waitFor(pid));
        assertEquals(mine, Self.pid());
        assertNull(Fork.waitFor(pid), "once for each");
    }

    /** In the copy: what the operating system says. */
    private static long parentSees() {
        return java.nio.file.Path.of("/proc/self").toFile().exists() ? Long.parseLong(link("/proc/self")) : Self.pid();
    }

    private static String link(String path) {
        try {
            return java.nio.file.Files.readSymbolicLink(java.nio.file.Path.of(path))
                    .toString();
        } catch (java.io.IOException e) {
            return "-1";
        }
    }
}
