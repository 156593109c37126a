package parley.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.memory.Member;
import parley.memory.ProcessTable;
import parley.memory.Segment;
import parley.memory.VarHandles;
import parley.memory.Verb;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;
import parley.wire.Portable;
import parley.wire.PortableKind;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SyncTest {
    private final Segment segment = Member.current().segment();

    private static <T> CompletableFuture<T> inThread(Supplier<T> body) {
        return CompletableFuture.supplyAsync(body, task -> Thread.ofPlatform().start(task));
    }

    private static CompletableFuture<Void> doing(Runnable body) {
        return CompletableFuture.runAsync(body, task -> Thread.ofPlatform().start(task));
    }

    private void awaitWaiters(Verb verb, Portable object, int count) {
        ProcessTable processes = segment.processes();
        while (processes.waiting(verb, object.address()) < Math.min(1, count)) {
            Thread.onSpinWait();
        }
    }

    private static void awaitWaiters(Condition condition, int count) {
        while (condition.waiters() != count) {
            Thread.onSpinWait();
        }
    }

    private int deadProcess() {
        int dead =
                segment.processes().claim("Unlucky", 1, "java", Member.current().owner());
        segment.processes().started(dead, 4711);
        segment.processes().ended(dead, 137);
        return dead;
    }

    @Test
    void anRLockIsTakenAgainByItsThreadOnly() {
        RLock lock = new RLock();
        lock.acquire();
        lock.acquire();
        assertEquals(2, lock.count());
        assertFalse(inThread(() -> lock.acquire(false, null)).join());
        assertFalse(
                inThread(() -> RLock.attach(lock.address()).acquire(true, 0.05)).join());
        lock.release();
        assertTrue(lock.locked(), "it was taken twice");
        lock.release();
        assertFalse(lock.locked());
        assertTrue(inThread(() -> lock.acquire(false, null)).join());
    }

    @Test
    void onlyItsOwnerReleasesAnRLock() {
        RLock lock = new RLock();
        String rule = "attempt to release recursive lock not owned by thread";
        assertEquals(rule, assertThrows(UserFailure.class, lock::release).getMessage());
        lock.acquire();
        var other =
                inThread(() -> assertThrows(UserFailure.class, lock::release).getMessage());
        assertEquals(rule, other.join());
        assertEquals(1, lock.count());
        lock.release();
    }

    @Test
    void anRLockOfADeadProcessIsTakenOverAndStartsAtOne() {
        RLock lock = new RLock();
        lock.acquire();
        lock.acquire();
        VarHandles.INT.setVolatile(
                segment.block(lock.address(), SharedObject.BODY + SharedObject.SIZE), SharedObject.BODY, deadProcess());
        lock.acquire();
        assertEquals(1, lock.count());
        lock.release();
        assertFalse(lock.locked());
    }

    @Test
    void aSemaphoreCountsAndItsBoundHolds() {
        Semaphore semaphore = new Semaphore(2);
        semaphore.acquire();
        semaphore.acquire();
        assertFalse(semaphore.acquire(false, null));
        assertFalse(semaphore.acquire(true, 0.02));
        semaphore.release();
        semaphore.release();
        semaphore.release();
        assertEquals(3, semaphore.get_value());
        BoundedSemaphore bounded = new BoundedSemaphore(1);
        var error = assertThrows(UserFailure.class, bounded::release);
        assertEquals("semaphore or lock released too many times", error.getMessage());
        bounded.acquire();
        bounded.release();
        assertEquals(1, bounded.get_value());
        assertThrows(UserFailure.class, () -> new Semaphore(-1));
    }

    @Test
    void asManyGetThroughASemaphoreAsWereReleased() {
        Semaphore semaphore = new Semaphore(0);
        List<CompletableFuture<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiters.add(inThread(() -> semaphore.acquire(true, null)));
        }
        awaitWaiters(Verb.ACQUIRE, semaphore, 1);
        for (int i = 0; i < 4; i++) {
            semaphore.release();
        }
        waiters.forEach(waiter -> assertTrue(waiter.join()));
        assertEquals(0, semaphore.get_value());
    }

    @Test
    void anEventWakesAllAlsoWhenItIsClearedAtOnce() {
        Event event = new Event();
        assertFalse(event.await(0.02));
        List<CompletableFuture<Void>> waiters = List.of(doing(event::await), doing(event::await));
        awaitWaiters(Verb.WAIT, event, 1);
        event.set();
        event.clear();
        waiters.forEach(waiter -> {
            while (!waiter.isDone()) { // one that came late has missed it
                event.set();
            }
        });
        event.set();
        assertTrue(event.is_set());
        event.clear();
        assertFalse(event.is_set());
    }

    @Test
    void anEventThatIsSetAndClearedLetsGoOfWhoWaited() {
        Event event = new Event();
        var waiter = inThread(() -> event.await(30.0));
        awaitWaiters(Verb.WAIT, event, 1);
        event.set();
        event.clear();
        waiter.join(); // long before its time is up, or the test's is
    }

    @Test
    void aConditionWakesWhoCameFirstAndNoMoreThanAsked() {
        Condition condition = new Condition();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> waiters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            waiters.add(doing(() -> {
                try (var _ = condition.hold()) {
                    condition.await();
                    order.add(number);
                }
            }));
            awaitWaiters(condition, i + 1);
        }
        for (int i = 0; i < 2; i++) {
            try (var _ = condition.hold()) {
                condition.notify_one();
            }
            waiters.get(i).join();
        }
        assertEquals(List.of(0, 1), order);
        assertEquals(2, condition.waiters());
        try (var _ = condition.hold()) {
            condition.notify_all();
        }
        waiters.forEach(CompletableFuture::join);
        assertEquals(4, order.size());
        assertEquals(0, condition.waiters());
    }

    @Test
    void waitingLetsGoOfTheLockHoweverOftenItWasTaken() {
        Condition condition = new Condition();
        var waiter = inThread(() -> {
            condition.acquire();
            condition.acquire();
            condition.await();
            int count = ((RLock) condition.lock()).count();
            condition.release();
            condition.release();
            return count;
        });
        awaitWaiters(condition, 1);
        try (var _ = condition.hold()) {
            condition.notify_one();
        }
        assertEquals(2, waiter.join());
        assertFalse(((RLock) condition.lock()).locked());
    }

    @Test
    void aWaiterWhoseTimeIsUpTakesNobodysTurn() {
        Condition condition = new Condition(new Lock());
        var impatient = inThread(() -> {
            try (var _ = condition.hold()) {
                return condition.await(0.05);
            }
        });
        awaitWaiters(condition, 1);
        var patient = inThread(() -> {
            try (var _ = condition.hold()) {
                return condition.await(null);
            }
        });
        assertFalse(impatient.join());
        awaitWaiters(condition, 1);
        try (var _ = condition.hold()) {
            condition.notify_one();
        }
        assertTrue(patient.join());
    }

    @Test
    void aWaiterThatWasKilledTakesNobodysTurn() {
        Condition condition = new Condition();
        WaitQueue queue = new WaitQueue(
                Member.current(),
                segment.block(condition.address(), SharedObject.BODY + SharedObject.SIZE),
                SharedObject.BODY);
        long dead = queue.enter();
        VarHandles.INT.setVolatile(segment.block(dead, 64), 8L, deadProcess());
        var waiter = inThread(() -> {
            try (var _ = condition.hold()) {
                return condition.await(null);
            }
        });
        awaitWaiters(condition, 2);
        try (var _ = condition.hold()) {
            condition.notify_one();
        }
        assertTrue(waiter.join());
        assertEquals(0, condition.waiters());
    }

    @Test
    void aWaiterThatIsStoppedHoldsTheLockAndLeavesTheLine() throws InterruptedException {
        Condition condition = new Condition();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            condition.acquire();
            try {
                condition.await();
            } catch (StoppedFailure e) {
                outcome.complete(e);
            }
            condition.release(); // fails where it does not hold it
        });
        awaitWaiters(condition, 1);
        waiter.interrupt();
        assertInstanceOf(StoppedFailure.class, outcome.join());
        waiter.join();
        assertEquals(0, condition.waiters());
        assertFalse(((RLock) condition.lock()).locked());
    }

    @Test
    void whoDoesNotHoldTheLockNeitherWaitsNorNotifies() {
        Condition condition = new Condition();
        assertEquals(
                "must acquire() condition before using wait()",
                assertThrows(UserFailure.class, condition::await).getMessage());
        assertEquals(
                "lock is not owned",
                assertThrows(UserFailure.class, condition::notify_all).getMessage());
    }

    @Test
    void aBarrierOpensForTheLastOneAndClosesAgain() {
        AtomicInteger actions = new AtomicInteger();
        Barrier barrier = new Barrier(3, actions::incrementAndGet, null);
        for (int round = 1; round <= 3; round++) {
            List<CompletableFuture<Integer>> parties =
                    List.of(inThread(barrier::await), inThread(barrier::await), inThread(barrier::await));
            List<Integer> indices =
                    parties.stream().map(CompletableFuture::join).sorted().toList();
            assertEquals(List.of(0, 1, 2), indices);
            assertEquals(round, actions.get());
        }
        assertEquals(0, barrier.n_waiting());
        assertFalse(barrier.broken());
    }

    @Test
    void aBarrierBreaksWhenATimeIsUpAndIsMendedByReset() {
        Barrier barrier = new Barrier(2);
        assertThrows(BrokenBarrier.class, () -> barrier.await(0.02));
        assertTrue(barrier.broken());
        assertThrows(BrokenBarrier.class, barrier::await);
        barrier.reset();
        assertFalse(barrier.broken());
        var other = inThread(barrier::await);
        assertEquals(1, barrier.await() + other.join());
    }

    @Test
    void whoWaitsAtABarrierThatIsResetOrAbortedGetsAnError() {
        Barrier barrier = new Barrier(2);
        for (Runnable end : List.<Runnable>of(barrier::reset, barrier::abort)) {
            var waiter = inThread(() -> assertThrows(BrokenBarrier.class, barrier::await));
            while (barrier.n_waiting() == 0) {
                Thread.onSpinWait();
            }
            end.run();
            waiter.join();
        }
        assertTrue(barrier.broken());
    }

    @Test
    void anActionThatFailsBreaksTheBarrier() {
        Barrier barrier = new Barrier(
                1,
                () -> {
                    throw new IllegalStateException("expected");
                },
                null);
        assertThrows(IllegalStateException.class, barrier::await);
        assertTrue(barrier.broken());
    }

    @ParameterizedTest
    @CsvSource({
        "b, 127, 127",
        "b, 128, -128",
        "B, 255, 255",
        "B, 256, 0",
        "h, 40000, -25536",
        "H, 40000, 40000",
        "i, 2147483648, -2147483648",
        "I, 4294967295, 4294967295",
        "l, -5, -5",
        "q, 9223372036854775807, 9223372036854775807",
        "c, 65, 65"
    })
    void numbersKeepTheirLowestBits(char typecode, long given, long kept) {
        Value value = new Value(typecode);
        assertEquals(0L, value.get());
        value.set(given);
        assertEquals(kept, value.get());
        assertEquals(kept, Value.attach(value.address()).get());
    }

    @Test
    void realNumbersAreReal() {
        assertEquals(1.5, new Value('d', 1.5).get());
        assertEquals((double) 0.1f, new Value('f', 0.1).get());
        assertEquals(List.of(1.0, 2.5), new Array('d', List.of(1, 2.5)).toList());
    }

    @Test
    void anArrayKnowsItsBounds() {
        Array array = new Array('i', 3);
        array.set(2, 7);
        assertEquals(List.of(0L, 0L, 7L), Array.attach(array.address()).toList());
        assertThrows(IndexOutOfBoundsException.class, () -> array.get(3));
        assertThrows(IndexOutOfBoundsException.class, () -> array.set(-1, 0));
        assertThrows(UserFailure.class, () -> new Array('i', -1));
        assertEquals(0, new Array('i', 0).size());
        assertThrows(UserFailure.class, () -> new Value('x'));
    }

    @Test
    void aValueIsCountedRightUnderItsLock() throws InterruptedException {
        Value total = new Value('l', 0);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                Value mine = Value.attach(total.address());
                for (int i = 0; i < 5_000; i++) {
                    try (var _ = mine.get_lock().hold()) {
                        mine.set(mine.get().longValue() + 1);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(20_000L, total.get());
        assertThrows(UserFailure.class, () -> new Value('i', 0, null).get_lock());
    }

    @Test
    void allOfThemTravelAsTheirAddress() {
        for (Portable object : List.<Portable>of(
                new Lock(),
                new RLock(),
                new Semaphore(3),
                new BoundedSemaphore(3),
                new Condition(),
                new Event(),
                new Barrier(2),
                new Value('i', 3),
                new Array('d', 3))) {
            Portable same = PortableKind.of(object.kind(), object.address());
            assertEquals(object.getClass(), same.getClass());
            assertEquals(object.toString(), same.toString());
        }
    }
}
