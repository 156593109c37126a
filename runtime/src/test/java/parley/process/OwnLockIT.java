package parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import parley.channel.Messages;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.ship.Languages;
import parley.ship.Shipment;
import parley.sync.Lock;
import parley.testing.Shipments;

/** A lock that is one thread's own, since nobody else has used it, and then others come, or the process is killed. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@ParameterizedClass
@MethodSource("methods")
class OwnLockIT {
    /** By hand more: {@code -Dparley.kills=1000}. */
    private static final int ROUNDS = Integer.getInteger("parley.kills", 36) / 6;

    /** Until it is surely its own. */
    private static final int ALONE = 5000;

    private static @Nullable Lock inherited;

    private final Messages ups = Messages.create(0);
    private final Random random = new Random(7);
    private final PrintStream stderr = System.err;

    @Parameter
    StartMethod method;

    static List<StartMethod> methods() {
        return StartMethod.available();
    }

    @BeforeEach
    void silenceTakeovers() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void end() {
        System.setErr(stderr);
        Child.killAll();
    }

    private Child start(String body, Lock lock, long word) {
        Shipment shipped = Shipments.of(OwnLockIT.class, body, 0, ups.address(), ups.address(), lock.address(), word);
        return method == StartMethod.FORK
                ? Child.fork(body, true, "method", () -> run(shipped))
                : Child.start(body, true, method, shipped);
    }

    private static int run(Shipment body) {
        try {
            return (Integer) Languages.get(body.language()).unpack(body.bytes()).run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long word() {
        return Member.current().segment().allocate(64, Member.current().owner());
    }

    private static Churn.Guard guard(Lock lock, long word) {
        return new Churn.Guard(lock, Member.current().segment().block(word, 64));
    }

    /** Args: a number, a queue, who is up, the lock, the word it guards. */
    static Object passAlone(List<?> args) throws Exception {
        Churn.Guard guard = new Churn.Guard(args);
        for (int i = 0; ; i++) {
            if (!guard.pass()) {
                return Churn.NOT_ALONE;
            }
            if (i == ALONE) {
                Bodies.queue(args.get(2)).put(Bodies.text("up"), 0);
            }
        }
    }

    @Test
    void isTheOthersTooWhetherItsProcessLivesOrWasKilled() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Lock lock = new Lock();
            long word = word();
            Child child = start("passAlone", lock, word);
            ups.get(Deadline.FOREVER);
            for (long until = System.nanoTime() + random.nextInt(1_000_000); System.nanoTime() < until; ) {
                Thread.onSpinWait();
            }
            Churn.Guard guard = guard(lock, word);
            for (int i = 0; i < round % 2 * ALONE; i++) {
                assertTrue(guard.pass(), "somebody else is inside");
            }
            assertTrue(child.is_alive());
            child.kill();
            for (int i = 0; i < ALONE; i++) {
                assertTrue(guard.pass(), "somebody else is inside");
            }
            assertTrue(child.join(Deadline.FOREVER));
            assertEquals(-9, child.exitcode());
        }
    }

    static Object passInACopy(List<?> args) throws Exception {
        Lock lock = inherited;
        if (lock == null || lock.acquire(false, null)) {
            return Churn.NOT_ALONE;
        }
        Bodies.queue(args.get(2)).put(Bodies.text("tried"), 0);
        Churn.Guard guard = guard(lock, ((Number) args.get(4)).longValue());
        for (int i = 0; i < ALONE; i++) {
            if (!guard.pass()) {
                return Churn.NOT_ALONE;
            }
        }
        return 0;
    }

    @Test
    void isNotItsCopysOwn() throws Exception {
        assumeTrue(method == StartMethod.FORK, "has what was there");
        Lock lock = new Lock();
        long word = word();
        inherited = lock;
        Churn.Guard guard = guard(lock, word);
        for (int i = 0; i < ALONE; i++) {
            assertTrue(guard.pass());
        }
        lock.acquire();
        Child child = start("passInACopy", lock, word);
        ups.get(Deadline.FOREVER);
        lock.release();
        for (int i = 0; i < ALONE; i++) {
            assertTrue(guard.pass(), "the copy is inside");
        }
        assertTrue(child.join(Deadline.FOREVER));
        assertEquals(0, child.exitcode());
    }
}
