package parley.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import parley.channel.Empty;
import parley.channel.Messages;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.process.Child;
import parley.process.StartMethod;
import parley.ship.CallFailed;
import parley.ship.Routine.Mode;
import parley.ship.Shipment;
import parley.testing.Shipments;
import parley.trace.DiedFailure;
import parley.trace.ProcessRow;
import parley.trace.ProcessState;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ParameterizedClass
@MethodSource("methods")
class DispatcherIT {
    private static final long FOREVER = Deadline.FOREVER;
    private static final List<Integer> ITEMS = IntStream.range(0, 200).boxed().toList();

    /** One pool for the tests that leave it as it was: two JVMs for each test would take long. */
    private static Dispatcher shared;

    private final Messages pids = Messages.create(0);

    @Parameter
    StartMethod method;

    static List<StartMethod> methods() {
        return StartMethod.available();
    }

    @BeforeParameterizedClassInvocation
    static void startShared(StartMethod method) {
        shared = new Dispatcher(new Staff(2, "method", null, 0, method, true));
    }

    @AfterParameterizedClassInvocation
    static void endShared() {
        shared.close();
        shared.join();
        assertEquals(List.of(), shared.workers());
        assertEquals(List.of(), Child.active_children());
    }

    private static Shipment function(String name) {
        return Shipments.of(Functions.class, name);
    }

    private static Job apply(Dispatcher pool, String name, Object... args) {
        return pool.submit(function(name), Mode.APPLY, List.of(Shipments.apply(args)), _ -> {});
    }

    private static Object result(Job job) throws CallFailed, TimeoutException {
        return Shipments.value(job.get(FOREVER).getFirst());
    }

    private static void twiceOfAll(Dispatcher pool, int chunk) throws CallFailed, TimeoutException {
        Job job = pool.submit(function("twice"), Mode.MAP, Shipments.chunks(ITEMS, chunk), _ -> {});
        assertEquals(ITEMS.stream().map(i -> 2 * i).toList(), Shipments.joined(job.get(FOREVER)));
    }

    /** Waits until a worker hangs in its task. */
    private long hanging() throws Empty {
        return ((Number) Shipments.value(pids.get(FOREVER))).longValue();
    }

    private static void end(Dispatcher pool) {
        pool.terminate();
        pool.join();
        assertEquals(List.of(), pool.workers());
    }

    // results

    @Test
    void resultsComeInTheOrderOfTheItems() throws Exception {
        for (int chunk : new int[] {1, 7, 200}) {
            twiceOfAll(shared, chunk);
        }
    }

    @Test
    void manySmallJobsAllComeBack() throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (int i : ITEMS) {
            jobs.add(apply(shared, i % 2 == 0 ? "twice" : "same", i));
        }
        for (int i : ITEMS) {
            assertEquals(i % 2 == 0 ? 2 * i : i, result(jobs.get(i)));
            assertTrue(jobs.get(i).successful());
        }
    }

    @Test
    void moreFunctionsThanAreKeptAllWork() throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 100; i++) { // the arguments of a shipment make it another function
            Shipment function = Shipments.of(Functions.class, "twice", "variant " + i % 50);
            jobs.add(shared.submit(function, Mode.APPLY, List.of(Shipments.apply(i)), _ -> {}));
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(2 * i, result(jobs.get(i)));
        }
    }

    @Test
    void starmapSpreadsItsArguments() throws Exception {
        List<byte[]> chunks = Shipments.chunks(List.of(List.of(1, 2), List.of(3, 4)), 2);
        Job job = shared.submit(function("sum"), Mode.STARMAP, chunks, _ -> {});
        assertEquals(List.of(3, 7), Shipments.joined(job.get(FOREVER)));
    }

    @Test
    void largeArgumentsAndResultsTravel() throws Exception {
        byte[] large = new byte[5_000_000];
        new Random(1).nextBytes(large);
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            jobs.add(apply(shared, "same", (Object) large));
        }
        for (Job job : jobs) {
            assertArrayEquals(large, (byte[]) result(job));
        }
    }

    @Test
    void aJobWithoutChunksIsReadyAtOnceAndTold() throws Exception {
        List<Job> told = new ArrayList<>();
        Job job = shared.submit(function("twice"), Mode.MAP, List.of(), told::add);
        assertEquals(List.of(job), told);
        assertTrue(job.ready());
        assertEquals(List.of(), job.get(0));
    }

    @Test
    void chunksCanBeTakenAsTheyFinish() throws Exception {
        Job job = shared.submit(function("twice"), Mode.MAP, Shipments.chunks(ITEMS, 20), _ -> {});
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            int chunk = job.next(FOREVER);
            assertTrue(seen.add(chunk));
            assertEquals(40 * chunk, ((List<?>) Shipments.value(job.get(chunk, 0))).getFirst());
        }
        assertThrows(TimeoutException.class, () -> job.next(0));
    }

    // failures of the user's code

    @Test
    void whatAFunctionThrowsIsRaisedAtTheCaller() {
        CallFailed failed = assertThrows(CallFailed.class, () -> result(apply(shared, "raise", 7)));
        assertEquals(
                "java.lang.IllegalStateException: on purpose: 7", failed.error().summary());
        assertTrue(
                failed.error().traceback().contains("Functions.raise"),
                failed.error().traceback());
    }

    @Test
    void aFailedChunkFailsTheJobButOnlyWhenAllAreDone() throws Exception {
        Job job = shared.submit(function("raiseIfOdd"), Mode.MAP, Shipments.chunks(ITEMS, 1), _ -> {});
        assertThrows(CallFailed.class, () -> job.get(FOREVER));
        assertTrue(job.ready());
        assertFalse(job.successful());
        assertEquals(List.of(198), Shipments.value(job.get(198, 0)));
        CallFailed odd = assertThrows(CallFailed.class, () -> job.get(199, 0));
        assertEquals("java.lang.IllegalStateException: odd: 199", odd.error().summary());
    }

    @Test
    void whatALanguageLetsThroughFailsTheCallAndNotTheWorker() throws Exception {
        List<Child> before = shared.workers();
        CallFailed failed = assertThrows(CallFailed.class, () -> result(apply(shared, "overflow")));
        assertEquals("java.lang.StackOverflowError: on purpose", failed.error().summary());
        assertThrows(CallFailed.class, () -> result(apply(shared, "noSuchMethod")));
        twiceOfAll(shared, 10);
        assertEquals(before, shared.workers());
    }

    @Test
    void anInterruptThatATaskLeavesIsNotForTheNext() throws Exception {
        for (int i = 0; i < 4; i++) {
            result(apply(shared, "interruptSelf"));
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(false, result(apply(shared, "interrupted")));
        }
    }

    // callbacks

    @Test
    void aCallbackHasRunWhenTheJobIsReadyForOthers() throws Exception {
        for (int i = 0; i < 50; i++) {
            List<Object> told = java.util.Collections.synchronizedList(new ArrayList<>());
            Job job = shared.submit(function("same"), Mode.APPLY, List.of(Shipments.apply(i)), done -> {
                try {
                    assertTrue(done.ready(), "to the callback it is ready");
                    Object value = Shipments.value(done.get(FOREVER).getFirst());
                    Thread.yield();
                    told.add(value);
                } catch (CallFailed | TimeoutException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals(i, result(job));
            assertEquals(List.of(i), told);
        }
    }

    @Test
    void aCallbackThatThrowsHoldsNothingUp() throws Exception {
        var stderr = System.err;
        System.setErr(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
        try {
            Job job = shared.submit(function("same"), Mode.APPLY, List.of(Shipments.apply(1)), _ -> {
                throw new IllegalStateException("callback, on purpose");
            });
            assertEquals(1, result(job));
            Job empty = shared.submit(function("same"), Mode.MAP, List.of(), _ -> {
                throw new IllegalStateException("callback, on purpose");
            });
            assertTrue(empty.ready());
            twiceOfAll(shared, 10);
        } finally {
            System.setErr(stderr);
        }
    }

    // looking

    @Test
    void idleAndBusyWorkersAreTold() throws Exception {
        Dispatcher pool = new Dispatcher(new Staff(2, "method", null, 0, method, true));
        try {
            Job job = apply(pool, "hang", pids.address());
            long busy = hanging();
            for (Child worker : pool.workers()) {
                ProcessState expected = worker.pid() == busy ? ProcessState.RUNNING : ProcessState.IDLE;
                awaitState(worker, expected); // the other one may still be on its way up
                assertEquals("method", row(worker).language());
                assertTrue(
                        row(worker).name().startsWith(method.prefix() + "PoolWorker-"),
                        row(worker).name());
                assertTrue(worker.daemon());
            }
            assertFalse(job.ready());
            assertThrows(TimeoutException.class, () -> job.get(1_000_000));
            assertThrows(TimeoutException.class, () -> job.get(0, 1_000_000));
        } finally {
            end(pool);
        }
    }

    private static void awaitState(Child worker, ProcessState state) {
        while (row(worker).state() != state && worker.is_alive()) { // one that was killed may be listed for a moment
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static ProcessRow row(Child worker) {
        return Member.current().segment().processes().rows().stream()
                .filter(row -> row.pid() == worker.pid())
                .findFirst()
                .orElseThrow();
    }

    // workers that end

    @Test
    void aKilledWorkersJobFailsAndThePoolGoesOn() throws Exception {
        Dispatcher pool = new Dispatcher(new Staff(2, "method", null, 0, method, true));
        try {
            Job doomed = apply(pool, "hang", pids.address());
            long pid = hanging();
            Job other = apply(pool, "same", "fine");
            Child worker = pool.workers().stream()
                    .filter(child -> child.pid() == pid)
                    .findFirst()
                    .orElseThrow();
            worker.kill();
            DiedFailure died = assertThrows(DiedFailure.class, () -> doomed.get(FOREVER));
            assertEquals("worker died: name=" + worker.name() + ", pid=" + pid + ", exitcode=-9", died.getMessage());
            assertEquals("fine", result(other));
            twiceOfAll(pool, 10);
            assertEquals(2, pool.workers().size());

            DiedFailure left =
                    assertThrows(DiedFailure.class, () -> apply(pool, "exit", 0).get(FOREVER));
            assertTrue(left.getMessage().endsWith("exitcode=0"), left.getMessage());
            twiceOfAll(pool, 10);
        } finally {
            end(pool);
        }
    }

    @Test
    void aChunkGivenToAWorkerThatWasKilledWhileItWasFreeIsDoneByAnother() throws Exception {
        Dispatcher pool = new Dispatcher(new Staff(1, "method", null, 0, method, true));
        try {
            for (int i = 0; i < 3; i++) {
                assertEquals(i, result(apply(pool, "same", i)));
                pool.workers().getFirst().kill();
                byte[] large = new byte[100_000]; // it leaves a file in the ring of the dead
                assertArrayEquals(large, (byte[]) result(apply(pool, "same", (Object) large)));
            }
        } finally {
            end(pool);
        }
    }

    /** One that is killed before it is up is a false start, and after some of those in a row a pool gives up. */
    private static void awaitReplaced(Dispatcher pool, Child victim) {
        List<Child> workers = pool.workers();
        while (workers.contains(victim) || workers.size() < pool.processes()) {
            assertFalse(pool.isBroken(), "it has given up: workers=" + workers);
            LockSupport.parkNanos(1_000_000);
            workers = pool.workers();
        }
        workers.forEach(worker -> awaitState(worker, ProcessState.IDLE));
    }

    @Test
    void killsAtAnyMomentFailJobsButHangNothing() throws Exception {
        Random random = new Random(5);
        Dispatcher pool = new Dispatcher(new Staff(3, "method", null, 0, method, true));
        try {
            twiceOfAll(pool, 10);
            pool.workers().forEach(worker -> awaitState(worker, ProcessState.IDLE));
            int died = 0;
            for (int round = 0; round < 8; round++) {
                Job job = pool.submit(
                        function("same"),
                        Mode.MAP,
                        Shipments.chunks(List.of(new byte[20_000], new byte[100], new byte[60_000]), 1),
                        _ -> {});
                Job more = pool.submit(function("twice"), Mode.MAP, Shipments.chunks(ITEMS, 1), _ -> {});
                LockSupport.parkNanos(random.nextInt(4_000_000));
                List<Child> workers = pool.workers();
                Child victim = workers.get(random.nextInt(workers.size()));
                victim.kill();
                for (Job each : List.of(job, more)) {
                    try {
                        each.get(FOREVER);
                    } catch (DiedFailure e) {
                        died++;
                    }
                }
                assertTrue(victim.join(FOREVER)); // a kill takes its time on a busy machine
                awaitReplaced(pool, victim);
            }
            twiceOfAll(pool, 10);
            assertTrue(died <= 8, "one kill failed more than one chunk: " + died);
        } finally {
            end(pool);
        }
    }

    @Test
    void workersAreReplacedAfterTheirChunks() throws Exception {
        Dispatcher pool = new Dispatcher(new Staff(1, "method", null, 3, method, true));
        try {
            List<Object> pids = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                pids.add(result(apply(pool, "pid")));
            }
            assertEquals(1, new HashSet<>(pids.subList(0, 3)).size());
            assertEquals(1, new HashSet<>(pids.subList(3, 6)).size());
            assertEquals(3, new HashSet<>(pids).size(), pids.toString());
            pool.close();
            pool.join();
        } finally {
            end(pool);
        }
    }

    @Test
    void everyWorkerIsInitializedOnce() throws Exception {
        Dispatcher pool = new Dispatcher(new Staff(2, "method", function("initialize"), 0, method, true));
        try {
            for (int i = 0; i < 10; i++) {
                assertEquals(1, result(apply(pool, "initialized")));
            }
        } finally {
            end(pool);
        }
    }

    @Test
    void anInitializerThatFailsFailsEveryJob() {
        for (String initializer : List.of("raise", "overflow")) {
            Dispatcher pool = new Dispatcher(new Staff(2, "method", function(initializer), 0, method, true));
            try {
                Job early = apply(pool, "same", 1);
                assertThrows(CallFailed.class, () -> early.get(FOREVER));
                Job late = apply(pool, "same", 1);
                assertThrows(CallFailed.class, () -> late.get(FOREVER));
                pool.close();
                pool.join();
            } finally {
                end(pool);
            }
        }
    }

    @Test
    void workersThatNeverComeUpAreAnErrorAndNoHang() {
        Dispatcher dying =
                new Dispatcher(new Staff(1, "method", Shipments.of(Functions.class, "leave"), 0, method, true));
        try {
            Job job = apply(dying, "same", 1);
            DiedFailure died = assertThrows(DiedFailure.class, () -> job.get(FOREVER));
            assertTrue(died.getMessage().endsWith("exitcode=4"), died.getMessage());
            assertThrows(DiedFailure.class, () -> apply(dying, "same", 2).get(FOREVER));
        } finally {
            end(dying);
        }
    }

    // the end of a pool

    @Test
    void closeFinishesWhatItHasAndJoinWaits() throws Exception {
        Dispatcher pool = new Dispatcher(new Staff(2, "method", null, 0, method, true));
        assertThrows(UserFailure.class, pool::join, "it is open");
        Job job = pool.submit(function("twice"), Mode.MAP, Shipments.chunks(ITEMS, 1), _ -> {});
        pool.close();
        assertFalse(pool.isOpen());
        UserFailure closed = assertThrows(UserFailure.class, () -> apply(pool, "same", 1));
        assertEquals("Pool not running", closed.getMessage());
        pool.join();
        assertTrue(job.successful());
        assertEquals(400 - 2, Shipments.joined(job.get(0)).getLast());
        assertEquals(List.of(), pool.workers());
        pool.close();
        pool.join();
        pool.terminate();
    }

    @Test
    void anIdlePoolCanBeClosedBeforeItIsUp() {
        Dispatcher pool = new Dispatcher(new Staff(1, "method", null, 0, method, true));
        List<Child> workers = pool.workers();
        pool.close();
        pool.join();
        assertEquals(0, workers.getFirst().exitcode());
    }

    @Test
    void terminateEndsBusyWorkersAndFailsTheirJobs() throws Exception {
        Dispatcher pool = new Dispatcher(new Staff(2, "method", null, 0, method, true));
        List<Child> workers = pool.workers();
        List<Job> jobs = new ArrayList<>();
        CompletableFuture<Job> told = new CompletableFuture<>();
        for (int i = 0; i < 6; i++) {
            jobs.add(pool.submit(
                    function("hang"), Mode.APPLY, List.of(Shipments.apply(pids.address())), told::complete));
        }
        hanging();
        hanging();
        CompletableFuture<Throwable> waiter = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                jobs.getLast().get(FOREVER);
                waiter.complete(null);
            } catch (Throwable e) {
                waiter.complete(e);
            }
        });
        pool.terminate();
        pool.join();
        for (Job job : jobs) {
            StoppedFailure stopped = assertThrows(StoppedFailure.class, () -> job.get(0));
            assertEquals("pool was terminated", stopped.getMessage());
        }
        assertInstanceOf(StoppedFailure.class, waiter.join());
        assertNotEquals(null, told.join());
        for (Child worker : workers) {
            assertEquals(-9, worker.exitcode());
        }
        assertThrows(UserFailure.class, () -> apply(pool, "same", 1));
    }

    @Test
    void aWaiterThatIsInterruptedStopsAndTheJobGoesOn() throws Exception {
        Dispatcher pool = new Dispatcher(new Staff(1, "method", null, 0, method, true));
        try {
            Job job = apply(pool, "hang", pids.address());
            hanging();
            Thread.currentThread().interrupt();
            assertThrows(StoppedFailure.class, () -> job.get(FOREVER));
            assertFalse(Thread.currentThread().isInterrupted());
            assertFalse(job.ready());
            pool.abandon(job);
            assertThrows(Exception.class, () -> job.get(FOREVER));
            assertEquals(1, result(apply(pool, "same", 1)), "its worker was replaced");
        } finally {
            end(pool);
        }
    }

    @Test
    void aPoolHasWorkers() {
        UserFailure none =
                assertThrows(UserFailure.class, () -> new Dispatcher(new Staff(0, "method", null, 0, method, true)));
        assertEquals("Number of processes must be at least 1", none.getMessage());
    }
}
