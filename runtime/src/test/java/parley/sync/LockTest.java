package parley.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.memory.Member;
import parley.memory.ObjectTable;
import parley.memory.ProcessTable;
import parley.memory.VarHandles;
import parley.memory.Verb;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;
import parley.wire.PortableKind;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LockTest {
    private final Lock lock = new Lock();
    private final Member member = Member.current();

    /** A lock whose owner died with it. */
    private void giveToADeadProcess() {
        ProcessTable processes = member.segment().processes();
        int dead = processes.claim("Unlucky", 1, "java", member.owner());
        processes.started(dead, 4711);
        processes.ended(dead, 137);
        VarHandles.INT.setVolatile(
                member.segment().block(lock.address(), ObjectTable.BODY + 64), ObjectTable.BODY, dead);
    }

    private void awaitWaiter() {
        while (member.segment().processes().waiting(Verb.ACQUIRE, lock.address()) == 0) {
            Thread.onSpinWait();
        }
    }

    private static String stderrOf(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setErr(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void itIsFreeThenHeldThenFree() {
        assertFalse(lock.locked());
        lock.acquire();
        assertTrue(lock.locked());
        assertFalse(lock.acquire(false, null), "it is not reentrant");
        lock.release();
        assertFalse(lock.locked());
        assertTrue(lock.acquire(false, null));
        lock.release();
    }

    @Test
    void releasingAFreeLockIsAnError() {
        var error = assertThrows(UserFailure.class, lock::release);
        assertEquals("semaphore or lock released too many times", error.getMessage());
        assertTrue(lock.acquire(false, null), "and leaves it free");
        lock.release();
        assertThrows(UserFailure.class, lock::release);
    }

    @Test
    void acquireGivesUpWhenItsTimeIsUpAndNotBefore() {
        lock.acquire();
        long start = System.nanoTime();
        assertFalse(lock.acquire(true, 0.12));
        assertTrue(System.nanoTime() - start >= 120_000_000);
        assertFalse(lock.acquire(true, 0.0));
        assertFalse(lock.acquire(true, -5.0));
        assertFalse(lock.acquire(true, Double.NaN));
        lock.release();
        assertTrue(lock.acquire(true, 0.0));
    }

    @Test
    void anEndlessTimeoutIsNoTimeout() {
        lock.acquire();
        for (double timeout : new double[] {Double.POSITIVE_INFINITY, 1e30}) {
            var waiter = CompletableFuture.supplyAsync(() -> lock.acquire(true, timeout));
            awaitWaiter();
            lock.release();
            assertTrue(waiter.join());
        }
    }

    @Test
    void releaseByAnotherThreadWakesAWaiter() {
        lock.acquire();
        List<CompletableFuture<Void>> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiters.add(CompletableFuture.runAsync(
                    () -> {
                        lock.acquire();
                        lock.release();
                    },
                    task -> Thread.ofPlatform().start(task)));
        }
        awaitWaiter();
        CompletableFuture.runAsync(lock::release, task -> Thread.ofPlatform().start(task));
        waiters.forEach(CompletableFuture::join);
        assertFalse(lock.locked());
    }

    @Test
    void onlyOneThreadAtATimeHasIt() throws InterruptedException {
        int[] counter = new int[1];
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    try (var _ = Lock.attach(lock.address()).hold()) {
                        counter[0]++;
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(40_000, counter[0]);
        assertFalse(lock.locked());
    }

    @Test
    void aWaiterThatIsInterruptedStopsAndTheLockStaysWithItsOwner() throws InterruptedException {
        lock.acquire();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                lock.acquire();
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        awaitWaiter();
        waiter.interrupt();
        StoppedFailure stopped = assertInstanceOf(StoppedFailure.class, outcome.join());
        assertEquals("stopped: while=acquire " + lock.name(), stopped.getMessage());
        waiter.join();
        assertTrue(lock.locked());
        lock.release();
        assertFalse(lock.locked());
    }

    @Test
    void itSaysWhoHasIt() {
        assertEquals("<Lock(name=" + lock.name() + ", owner=None)>", lock.toString());
        lock.acquire();
        String me = "MainProcess (pid " + ProcessHandle.current().pid() + ")";
        assertEquals("<Lock(name=" + lock.name() + ", owner=" + me + ")>", lock.toString());
        assertTrue(lock.name().matches("Lock-\\d+"), lock.name());
    }

    @Test
    void theLockOfADeadProcessIsTakenOverWithAWarning() {
        giveToADeadProcess();
        String warning = stderrOf(lock::acquire);
        assertEquals(
                "warning: the owner of a lock ended without releasing it: lock=" + lock.name()
                        + ", owner=Unlucky (pid 4711)\nMaybe what it guards is half written.",
                warning.strip());
        assertTrue(lock.toString().contains("owner=MainProcess"), lock.toString());
        lock.release();
        assertFalse(lock.locked());
    }

    @Test
    void whoOnlyTriesTakesOverToo() {
        for (Double timeout : new Double[] {0.0, 0.001, 5.0}) {
            giveToADeadProcess();
            assertTrue(stderrOf(() -> assertTrue(lock.acquire(true, timeout))).startsWith("warning"));
            lock.release();
        }
        giveToADeadProcess();
        assertTrue(stderrOf(() -> assertTrue(lock.acquire(false, null))).startsWith("warning"));
        lock.release();
    }

    @Test
    void itTravelsAsItsAddress() throws Exception {
        lock.acquire();
        assertTrue(((Lock) PortableKind.of("Lock", lock.address())).locked());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(lock);
        }
        Lock same;
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            same = (Lock) in.readObject();
        }
        assertEquals(lock.name(), same.name());
        same.release();
        assertFalse(lock.locked());
    }
}
