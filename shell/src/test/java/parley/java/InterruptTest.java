package parley.java;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.eval.Outcome;
import parley.trace.FailureKind;

@Timeout(60)
class InterruptTest {
    private static final Outcome STOPPED = new Outcome.Failed(FailureKind.STOPPED, "stopped");

    private static Session session;

    @BeforeAll
    static void open() {
        session = new Session();
        session.run(
                "var running = new CountDownLatch(1)",
                "int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }",
                "long spun = 0");
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) { spun++; }",
                "for (;;) ;",
                "do { spun++; } while (spun >= 0);",
                "fib(1000)",
                "while (true) { try { spun++; } catch (Exception e) { } }",
                "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }",
                "Thread.sleep(1_000_000)",
                "new Queue<Integer>().get()",
                "new CountDownLatch(1).await()",
                "IntStream.iterate(0, x -> x + 1).forEach(x -> { while (true) { spun++; } })",
                "Stream.generate(() -> fib(5)).forEach(x -> spun++)",
            })
    void whatRunsIsStoppedAndTheSessionGoesOn(String code) throws Exception {
        session.run("running = new CountDownLatch(1)");
        CountDownLatch running = (CountDownLatch) session.backend.value("running");
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> session.backend.eval("running.countDown(); " + code));
        running.await();
        // the first statement has run: the stop is for the second, compiling or running
        session.backend.interrupt();
        assertEquals(STOPPED, outcome.get(30, TimeUnit.SECONDS));
        assertEquals("2", session.value("1 + 1"));
    }

    @Test
    void aStopWhenNothingRunsIsForgotten() {
        session.backend.interrupt();
        assertEquals("3", session.value("1 + 2"));
    }

    @Test
    void otherThreadsOfTheUserAreNotStopped() throws Exception {
        session.run(
                "volatile boolean goOn = true; long turns = 0;",
                "var background = new Thread(() -> { while (goOn) { turns++; } })",
                "background.start()",
                "running = new CountDownLatch(1)");
        CountDownLatch running = (CountDownLatch) session.backend.value("running");
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> session.backend.eval("running.countDown(); while (true) ;"));
        running.await();
        session.backend.interrupt();
        assertEquals(STOPPED, outcome.get(30, TimeUnit.SECONDS));
        assertEquals("true", session.value("background.isAlive()"));
        session.run("goOn = false", "background.join()");
    }
}
