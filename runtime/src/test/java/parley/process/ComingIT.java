package parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.fork.ForkClient;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.testing.Shipments;

class ComingIT {
    private static final String LANGUAGE = "method";

    private static Path server() {
        return Member.current().folder().forkServer(LANGUAGE);
    }

    private static void assumeWorks(StartMethod method) {
        assumeTrue(StartMethod.available().contains(method));
    }

    private static Child started(StartMethod method) {
        try (Coming coming = Coming.ask("asked first", method, LANGUAGE)) {
            return coming.start(false, Shipments.of(Bodies.class, "leaveWith", 7));
        }
    }

    private static void assertRuns(StartMethod method) {
        Child child = started(method);
        assertTrue(child.join(Deadline.FOREVER));
        assertEquals(7, child.exitcode());
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static Set<String> pipes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            List<String> found = new ArrayList<>();
            for (Path file : files.toList()) {
                try {
                    found.add(Files.readSymbolicLink(file).toString());
                } catch (IOException e) {
                    // that of the listing itself
                }
            }
            return found.stream()
                    .filter(target -> target.startsWith("pipe:") || target.startsWith("socket:"))
                    .collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FORK")
    void oneThatWasAskedForRunsWhatItGets(StartMethod method) {
        assumeWorks(method);
        assertRuns(method);
    }

    @Test
    void aFreshOneThatNobodyNeedsEnds() {
        assertRuns(StartMethod.SPAWN); // a spare may follow
        Set<Long> before = children();
        Coming coming = Coming.ask("not needed", StartMethod.SPAWN, LANGUAGE);
        Set<Long> asked = children();
        asked.removeAll(before);
        coming.close();
        coming.close();
        asked.forEach(pid ->
                ProcessHandle.of(pid).ifPresent(process -> process.onExit().join()));
        assertEquals(List.of(), Child.active_children());
    }

    @Test
    void aCopyThatNobodyNeedsEndsAndLeavesNothingOpen() throws Exception {
        assumeWorks(StartMethod.FORKSERVER);
        assertRuns(StartMethod.FORKSERVER);
        Set<String> before = pipes();
        for (int i = 0; i < 5; i++) {
            Coming.ask("not needed", StartMethod.FORKSERVER, LANGUAGE).close();
        }
        while (!ForkClient.status(server()).orElse("").contains("running=0")) {
            Thread.onSpinWait();
        }
        assertTrue(before.containsAll(pipes()), before + ", " + pipes());
        assertRuns(StartMethod.FORKSERVER);
    }

    /** What is asked for before it is packed is not listed before it starts. */
    @Test
    void oneThatIsNotStartedTakesNoRow() {
        int before = Member.current().segment().processes().rows().size();
        Coming.ask("not needed", StartMethod.SPAWN, LANGUAGE).close();
        assertEquals(before, Member.current().segment().processes().rows().size());
    }
}
