package parley.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.trace.ProcessRow;
import parley.trace.ProcessState;
import parley.trace.UserFailure;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProcessTableTest {
    private static final long MY_PID = ProcessHandle.current().pid();

    private final OwnSession session = new OwnSession(); // has row "Test" for this process
    private final ProcessTable table = session.segment().processes();

    @AfterEach
    void end() {
        session.close();
    }

    private int claim(String name) {
        return table.claim(name, MY_PID, "java", session.me());
    }

    private ProcessRow row(String name) {
        return table.rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aClaimedRowShowsItsProcess() {
        int owner = claim("Process-1");
        ProcessRow starting = row("Process-1");
        assertEquals(0, starting.pid());
        assertEquals(MY_PID, starting.parent());
        assertEquals("java", starting.language());
        assertEquals(ProcessState.STARTING, starting.state());
        assertNull(starting.exitcode());
        assertTrue(table.isAlive(owner));
        assertNotEquals(0, owner);

        table.started(owner, MY_PID);
        table.state(owner, ProcessState.RUNNING);
        assertEquals(ProcessState.RUNNING, row("Process-1").state());
        assertEquals(MY_PID, row("Process-1").pid());
        assertEquals("Process-1 (pid " + MY_PID + ")", table.describe(owner));

        assertEquals(3, table.ended(owner, 3));
        assertEquals(ProcessState.ENDED, row("Process-1").state());
        assertEquals(3, row("Process-1").exitcode());
        assertFalse(table.isAlive(owner));
    }

    @Test
    void aSignalIsToldFromAnExitCode() {
        assertEquals(0, table.ended(claim("a"), 0));
        assertEquals(128, table.ended(claim("b"), 128));
        assertEquals(-9, table.ended(claim("c"), 137));
        assertEquals(-15, table.ended(claim("d"), 143));
        assertEquals(255, table.ended(claim("e"), 255));
        int left = claim("f");
        table.leaves(left);
        assertEquals(137, table.ended(left, 137));
        int polite = claim("g");
        table.leaves(polite);
        assertEquals(-15, table.ended(polite, 143));
    }

    @Test
    void whatAProcessWaitsForIsNamed() {
        int owner = claim("Process-1");
        table.started(owner, MY_PID);
        table.state(owner, ProcessState.RUNNING);
        long lock = session.segment().objects().create(ObjectKind.LOCK, 64, session.me());
        table.waits(owner, Verb.ACQUIRE, lock);
        assertEquals(ProcessState.WAITING, row("Process-1").state());
        assertEquals("acquire Lock-1", row("Process-1").waitsFor());
        assertEquals(1, table.waiting(Verb.ACQUIRE, lock));
        assertEquals(0, table.waiting(Verb.GET, lock));
        table.goesOn(owner);
        assertEquals("", row("Process-1").waitsFor());
        assertEquals(0, table.waiting(Verb.ACQUIRE, lock));
        table.waits(owner, Verb.JOIN, MY_PID);
        assertEquals("join Test", row("Process-1").waitsFor());
        table.waits(owner, Verb.RESULT, 0);
        claim("Starting"); // has no pid yet: is not what is waited for
        assertEquals("result", row("Process-1").waitsFor());
    }

    @Test
    void rowsOfTheEndedAreUsedAgainOldestFirstAndOldOwnersStayDead() {
        int first = claim("first");
        table.ended(first, 0);
        Set<Integer> owners = new HashSet<>(Set.of(session.me(), first));
        for (int i = owners.size(); i < ProcessTable.ROWS; i++) {
            assertTrue(owners.add(claim("p" + i)));
        }
        assertEquals(ProcessTable.ROWS, table.rows().size());
        int again = claim("again");
        assertEquals(first & 0xfff, again & 0xfff, "the only row whose process ended");
        assertTrue(owners.add(again), "an owner is never given twice");
        assertTrue(table.isAlive(again));
        assertFalse(table.isAlive(first));
        assertEquals("a process that ended", table.describe(first));
        UserFailure full = assertThrows(UserFailure.class, () -> claim("too many"));
        assertEquals("too many processes live in this session: most=1024", full.getMessage());
    }

    @Test
    void aProcessThatNobodyReapedIsShownAsEnded() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "sleep 0.4 & echo $!; exec sleep 60").start(); // does not reap
        try {
            long zombie = Long.parseLong(shell.inputReader().readLine());
            int owner = claim("zombie");
            table.started(owner, zombie);
            table.state(owner, ProcessState.RUNNING);
            while (Liveness.lives(zombie)) {
                Thread.onSpinWait();
            }
            assertTrue(ProcessHandle.of(zombie).isPresent(), "not a zombie any more: the test is void");
            assertFalse(table.isAlive(owner));
            assertEquals(ProcessState.ENDED, row("zombie").state());
            assertNull(row("zombie").exitcode());
        } finally {
            shell.destroyForcibly().waitFor();
        }
        assertTrue(Liveness.lives(MY_PID));
    }

    @Test
    void rowsCanBeReadWhileTheyChange() throws InterruptedException {
        int owner = claim("busy");
        table.started(owner, MY_PID);
        table.state(owner, ProcessState.RUNNING);
        long queue = session.segment().objects().create(ObjectKind.QUEUE, 64, session.me());
        AtomicBoolean stop = new AtomicBoolean();
        Thread changes = Thread.ofPlatform().start(() -> {
            while (!stop.get()) { // a pid is no address: taken for one, it would be read as an object
                table.waits(owner, Verb.GET, queue);
                table.goesOn(owner);
                table.waits(owner, Verb.JOIN, 3_999_999);
                table.goesOn(owner);
            }
        });
        try {
            for (int i = 0; i < 2_000; i++) {
                String waits = row("busy").waitsFor();
                assertTrue(List.of("", "get Queue-1", "join pid 3999999").contains(waits), waits);
            }
        } finally {
            stop.set(true);
            changes.join();
        }
    }

    @Test
    void longNamesAreCut() {
        claim("n".repeat(1_000_000));
        assertEquals("n".repeat(79), table.rows().getLast().name());
        claim("😀".repeat(100));
        String name = table.rows().getLast().name();
        assertTrue(name.startsWith("😀".repeat(19)) && name.length() <= 40, name);
        claim("");
        assertEquals("", table.rows().getLast().name());
    }
}
