package parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import parley.channel.Empty;
import parley.channel.Full;
import parley.channel.Messages;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Verb;
import parley.ship.Languages;
import parley.ship.Shipment;
import parley.sync.Lock;
import parley.testing.Shipments;
import parley.trace.ProcessRow;
import parley.trace.ProcessState;
import parley.trace.StoppedFailure;
import parley.wire.Decoder;
import parley.wire.JavaMaker;
import parley.wire.Plain;
import parley.wire.Tuple;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ParameterizedClass
@MethodSource("methods")
class ChildIT {
    private static final long FOREVER = Deadline.FOREVER;

    private final Messages queue = Messages.create(0);

    @Parameter
    StartMethod method;

    static List<StartMethod> methods() {
        return StartMethod.available();
    }

    private Child start(String name, String body, Object... args) {
        return start(name, false, Shipments.of(Bodies.class, body, args));
    }

    /** By the start method; a copy needs nothing shipped, but may run what is. */
    private Child start(String name, boolean daemon, Shipment body) {
        return method == StartMethod.FORK
                ? Child.fork(name, daemon, "method", () -> run(body))
                : Child.start(name, daemon, method, body);
    }

    private static int run(Shipment body) {
        try {
            return Languages.get(body.language()).unpack(body.bytes()).run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Integer end(Child child) {
        assertTrue(child.join(FOREVER));
        return child.exitcode();
    }

    private String next() throws Empty {
        return (String) new Decoder(queue.get(FOREVER)).read(new JavaMaker());
    }

    private static ProcessRow row(Child child) {
        return Member.current().segment().processes().rows().stream()
                .filter(row -> row.pid() == child.pid())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCopyThatIsTerminatedAtOnceEndsByTheSignal() {
        assumeTrue(method == StartMethod.FORK, "the other ones say later that they are there");
        for (int i = 0; i < 5; i++) {
            Child child = start("brief", "hang", queue.address());
            child.terminate();
            assertEquals(-15, end(child));
        }
    }

    @Test
    void exitCodesAreThoseOfPython() throws Empty {
        Child fine = start("fine", "nothing");
        Child seven = start("seven", "leaveWith", 7);
        Child raised = start("raised", "raise");
        Child error = start("error", "throwError");
        Child exited = start("exited", "exitWith", 3);
        Child asKilled = start("as killed", "exitWith", 137);
        Child wide = start("wide", "leaveWith", 256 + 5);
        assertEquals(0, end(fine));
        assertEquals(7, end(seven));
        assertEquals(1, end(raised));
        assertEquals(1, end(error));
        assertEquals(3, end(exited));
        assertEquals(137, end(asKilled), "no signal: it said so itself");
        assertEquals(5, end(wide), "one byte, as everywhere");
        assertEquals(ProcessState.ENDED, row(seven).state());
        assertEquals(7, row(seven).exitcode());
        assertFalse(Child.active_children().contains(seven));
    }

    @Test
    void whatWasRegisteredToBeRunAtItsEndIsRun() throws Exception {
        assumeTrue(method != StartMethod.FORK, "a copy leaves by _exit, as in Python");
        java.nio.file.Path file = Files.createTempFile("parley-", "");
        assertEquals(4, end(start("later", "endLater", queue.address(), file.toString())));
        assertEquals("at the end", next());
        assertFalse(Files.exists(file));
    }

    @Test
    void aSignalIsMinusItsNumber() throws Empty {
        for (int round = 0; round < 3; round++) { // more than once: the pipe's end must not win against the signal
            Child killed = start("killed", "hang", queue.address());
            Child terminated = start("terminated", "hang", queue.address());
            next();
            next();
            assertTrue(killed.is_alive());
            assertNull(killed.exitcode());
            assertFalse(killed.join(0));
            assertFalse(killed.join(1_000_000));
            killed.kill();
            terminated.terminate();
            assertEquals(-9, end(killed));
            assertEquals(-15, end(terminated));
            assertFalse(killed.is_alive());
            assertEquals(-9, row(killed).exitcode());
            killed.kill(); // once more is no error
            terminated.terminate();
        }
    }

    @Test
    void aChildKnowsWhoItIs() throws Empty {
        long me = ProcessHandle.current().pid();
        Child child = start("Process-7", true, Shipments.of(Bodies.class, "whoAmI", queue.address(), me));
        assertEquals("Process-7|true|MainProcess|true|true|Process-7:1", next());
        assertEquals(0, end(child));
        assertEquals("<Process name='Process-7' pid=" + child.pid() + " stopped exitcode=0>", child.toString());
    }

    @Test
    void aChildHasNoInput() {
        assertEquals(0, end(start("reader", "readInput")));
    }

    @Test
    void daemonsMayNotHaveChildren() throws Empty {
        Child child = start("daemon", true, Shipments.of(Bodies.class, "daemonicParent", queue.address()));
        assertEquals("daemonic processes are not allowed to have children", next());
        end(child);
    }

    @Test
    void whatAChildHasPutArrivesThoughItLeaves() throws Empty {
        int count = 300;
        Child child = start("writer", "putMany", queue.address(), count);
        for (int i = 0; i < count; i++) {
            Tuple message = assertInstanceOf(Tuple.class, new Decoder(queue.get(FOREVER)).read(new JavaMaker()));
            assertEquals(i, message.values().getFirst());
        }
        assertEquals(0, end(child));
    }

    @Test
    void aChildLeavesAfterItsLastThread() throws Empty, Full {
        Messages answers = Messages.create(0);
        Child child = start("threads", "leaveThreadBehind", queue.address(), answers.address());
        assertEquals("'up'", Plain.show(answers.get(FOREVER), 80));
        assertTrue(child.is_alive());
        queue.put(new byte[] {0}, 0);
        assertEquals("'done'", Plain.show(answers.get(FOREVER), 80));
        assertEquals(0, end(child));
    }

    @Test
    void aChildEndsItsDaemonsAndWaitsForItsOtherChildren() {
        Child child = start("parent", "leaveWithChildren", queue.address());
        assertEquals(0, end(child));
        int items = 0;
        for (byte[] message : queue.peek()) {
            items += Plain.show(message, 20).startsWith("(") ? 1 : 0;
        }
        assertEquals(3, items, "its child was not waited for");
        for (ProcessRow row : Member.current().segment().processes().rows()) {
            if (row.parent() == child.pid()) {
                assertEquals(ProcessState.ENDED, row.state(), row.toString());
                assertEquals(row.name().equals("daemon") ? -15 : 0, row.exitcode(), row.toString());
            }
        }
    }

    @Test
    void aChildThatIsNotUpYetIsTerminatedAsAnyOther() {
        for (int moment = 0; moment < 16; moment++) {
            Child child = start("early", "hang", queue.address());
            LockSupport.parkNanos(moment * 5_000_000L); // while its JVM starts: no event tells how far it is
            child.terminate();
            assertEquals(-15, end(child), "moment=" + moment);
        }
    }

    @Test
    void whoseParentIsKilledGoesOnUntilSomebodyEndsIt() throws Empty {
        Child parent = start("parent", "hangWithChild", queue.address());
        List<Long> pids = List.of(pidOf(next()), pidOf(next()));
        parent.kill();
        end(parent);
        long grandchild = pids.get(pids.getFirst() == parent.pid() ? 1 : 0);
        assertTrue(ended(grandchild).isEmpty());
        assertTrue(ProcessHandle.of(grandchild).orElseThrow().destroyForcibly());
        while (ended(grandchild).isEmpty()) {
            Thread.onSpinWait();
        }
        assertNull(ended(grandchild).orElseThrow().exitcode(), "nobody could tell");
        assertTrue(Files.isDirectory(Member.current().folder().path()), "the session goes on");
    }

    private static long pidOf(String up) {
        return Long.parseLong(up.substring("up ".length()));
    }

    private static Optional<ProcessRow> ended(long pid) {
        return Member.current().segment().processes().rows().stream()
                .filter(row -> row.pid() == pid && row.state() == ProcessState.ENDED)
                .findFirst();
    }

    @Test
    void aLongRecordDoesNotHoldUpItsStarter() {
        byte[] arguments = new byte[3_000_000];
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            children.add(start("long", "leaveWith", 7, arguments));
            if (method == StartMethod.SPAWN) { // the others are up in no time
                assertEquals(ProcessState.STARTING, row(children.getLast()).state(), "it was waited for");
            }
        }
        children.forEach(child -> assertEquals(7, end(child)));
    }

    @Test
    void joinNeedsNoThreadOfTheCommonPool() {
        CountDownLatch gate = new CountDownLatch(1); // nothing that the common pool makes up for by more threads
        List<CompletableFuture<Void>> blocked = new ArrayList<>();
        for (int i = 0; i < 2 * ForkJoinPool.commonPool().getParallelism(); i++) {
            blocked.add(CompletableFuture.runAsync(() -> {
                try {
                    gate.await(); // as user code that waits for the child
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        Child child = start("quick", "nothing");
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        child.whenEnded(() -> ended.complete(child.exitcode()));
        assertEquals(0, end(child));
        assertEquals(0, ended.join());
        gate.countDown();
        blocked.forEach(CompletableFuture::join);
        CompletableFuture<Integer> late = new CompletableFuture<>();
        child.whenEnded(() -> late.complete(child.exitcode()));
        assertEquals(0, late.join());
    }

    @Test
    void aJoinThatIsInterruptedStops() throws Exception {
        Child child = start("hangs", "hang", queue.address());
        next();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread joiner = Thread.ofPlatform().start(() -> {
            try {
                child.join(FOREVER);
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        var processes = Member.current().segment().processes();
        while (processes.waiting(Verb.JOIN, child.pid()) == 0) {
            Thread.onSpinWait();
        }
        joiner.interrupt();
        assertInstanceOf(StoppedFailure.class, outcome.join());
        joiner.join();
        assertTrue(child.is_alive());
        child.kill();
        end(child);
    }

    @Test
    void aLockOfAKilledChildIsTakenOver() throws Empty {
        Lock lock = new Lock();
        Child child = start("owner", "holdLock", lock.address(), queue.address());
        next();
        assertFalse(lock.acquire(true, 0.2));
        assertTrue(lock.toString().contains("owner=owner (pid " + child.pid() + ")"), lock.toString());
        child.kill();
        lock.acquire();
        lock.release();
        end(child);
    }

    @Test
    void aBodyThatCannotBeUnpackedIsExitCodeOne() {
        assertEquals(1, end(start("nobody", "noSuchMethod")));
    }
}
