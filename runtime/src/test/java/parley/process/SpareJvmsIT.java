package parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.memory.Deadline;
import parley.testing.Shipments;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SpareJvmsIT {
    private static Child start(String name) {
        return Child.start(name, false, StartMethod.SPAWN, Shipments.of(Bodies.class, "leaveWith", 7));
    }

    private static void assertEnds(Child child) {
        assertTrue(child.join(Deadline.FOREVER));
        assertEquals(7, child.exitcode());
    }

    private static OptionalLong spare() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .map(Arrays::asList)
                        .filter(arguments -> arguments.contains(SpareJvms.SPARE) && arguments.contains("method"))
                        .isPresent())
                .mapToLong(ProcessHandle::pid)
                .findFirst();
    }

    private static long awaitSpare(long not) {
        OptionalLong spare = spare();
        while (spare.isEmpty() || spare.getAsLong() == not) {
            Thread.onSpinWait();
            spare = spare();
        }
        return spare.getAsLong();
    }

    @Test
    void theNextProcessIsTheOneThatWaits() {
        assertEnds(start("first"));
        long waiting = awaitSpare(0);
        Child second = start("second");
        assertEquals(waiting, second.pid());
        assertEnds(second);
        assertTrue(awaitSpare(waiting) != waiting, "and there is another one");
    }

    @Test
    void aSpareThatWasKilledIsNotMissed() {
        assertEnds(start("first"));
        long waiting = awaitSpare(0);
        ProcessHandle killed = ProcessHandle.of(waiting).orElseThrow();
        assertTrue(killed.destroyForcibly());
        killed.onExit().join();
        assertEnds(start("second"));
    }
}
