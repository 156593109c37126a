package parley.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.channel.Empty;
import parley.channel.Full;
import parley.channel.Messages;
import parley.memory.Member;
import parley.sync.Barrier;
import parley.sync.BrokenBarrier;
import parley.sync.Lock;
import parley.testing.Shipments;

/** Readers, writers and owners of a lock are killed at random instants: those who live go on, and nothing is torn. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledAnywhereIT {
    /** More by hand: {@code -Dparley.kills=1000}; each round is one kill. */
    private static final int ROUNDS = Integer.getInteger("parley.kills", 36);

    private static final int PARTIES = 4;
    private static final int AT_ONCE = 4;
    private static final long HANG = 10_000_000_000L; // far more than a takeover takes, also on a busy machine

    private final Random random = new Random(42);
    private final PrintStream stderr = System.err;
    private final Messages queue = Messages.create(64);
    private final Messages ups = Messages.create(0);
    private final Lock lock = new Lock();
    private final long word =
            Member.current().segment().allocate(64, Member.current().owner());
    private final Map<Integer, Integer> last = new HashMap<>();
    private long longest;
    private int started;
    private int read;

    @BeforeEach
    void silenceTakeovers() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void end() {
        System.setErr(stderr);
        Child.killAll();
    }

    private Child start() {
        int number = started++;
        String body = number % 3 == 2 ? "read" : "write";
        return Child.start(
                body + "-" + number,
                true,
                Shipments.of(Churn.class, body, number, queue.address(), ups.address(), lock.address(), word));
    }

    /** Reads for a while; every message whole, and each writer's in order. */
    private void readFor(long nanos) throws Empty {
        long until = System.nanoTime() + nanos;
        do {
            check(queue.get(HANG));
        } while (System.nanoTime() < until);
    }

    private void check(byte[] message) {
        int number = Churn.number(message);
        assertTrue(number >= 0, "torn message");
        int before = last.getOrDefault(Churn.writer(message), -1);
        assertTrue(number > before, "order of writer " + Churn.writer(message) + ": " + number + " after " + before);
        last.put(Churn.writer(message), number);
        read++;
    }

    @Test
    void thoseWhoLiveGoOn() throws Empty, Full {
        Churn.Guard guard = new Churn.Guard(lock, Member.current().segment().block(word, 64));
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            children.add(start());
        }
        for (int i = 0; i < AT_ONCE; i++) {
            ups.get(HANG);
        }
        for (int round = 0; round < ROUNDS; round++) {
            children.add(start()); // one more comes up while others are killed
            readFor(1 + random.nextInt(30_000_000));
            Child victim = children.remove(random.nextInt(AT_ONCE));
            long killed = System.nanoTime();
            victim.kill();
            assertTrue(guard.pass(), "somebody else is inside");
            longest = Math.max(longest, System.nanoTime() - killed);
            assertTrue(victim.join(HANG));
            assertEquals(-9, victim.exitcode(), victim.name());
            while (true) { // the writers fill it, or a reader empties it: both must end
                try {
                    ups.get(0);
                    break;
                } catch (Empty e) {
                    if (children.stream()
                            .filter(Child::is_alive)
                            .anyMatch(c -> c.name().startsWith("write"))) {
                        check(queue.get(HANG));
                    }
                }
            }
        }
        for (Child child : children) {
            assertTrue(child.is_alive(), child + " left by itself");
            child.kill();
            assertTrue(child.join(HANG));
        }
        drain();
        say("queue and lock", ROUNDS);
        assertTrue(read > 10 * ROUNDS, "hardly anything happened: read=" + read);
    }

    /** For who runs many rounds by hand. */
    private void say(String what, int kills) {
        System.out.println(what + ": kills=" + kills + ", longest wait=" + longest / 1_000_000 + " ms");
    }

    @Test
    void thePartiesOfABarrierThatLiveLearnOfIt() throws Empty, Full {
        Barrier barrier = new Barrier(PARTIES);
        Messages told = Messages.create(0);
        Messages whole = Messages.create(0);
        List<Child> children = new ArrayList<>();
        for (int round = 0; round < ROUNDS / 3; round++) { // a fresh process for each, and nothing to do meanwhile
            while (children.size() < PARTIES - 1) {
                children.add(Child.start(
                        "party",
                        true,
                        Shipments.of(Churn.class, "meet", barrier.address(), told.address(), whole.address())));
            }
            long until = System.nanoTime() + random.nextInt(20_000_000);
            do {
                barrier.await();
            } while (System.nanoTime() < until);
            long killed = System.nanoTime();
            children.remove(random.nextInt(PARTIES - 1)).kill();
            assertThrows(BrokenBarrier.class, () -> {
                while (true) {
                    barrier.await(0.5); // one that was killed outside is not missed by anybody else
                }
            });
            for (int i = 0; i < PARTIES - 2; i++) {
                told.get(HANG);
            }
            longest = Math.max(longest, System.nanoTime() - killed);
            assertEquals(0, barrier.n_waiting());
            barrier.reset();
            for (int i = 0; i < PARTIES - 2; i++) {
                whole.put(new byte[] {1}, 0);
            }
        }
        say("barrier", ROUNDS / 3);
    }

    private void drain() throws Full, Empty {
        while (queue.qsize() > 0) {
            check(queue.get(HANG));
        }
        for (int i = 0; i < 64; i++) {
            queue.put(new byte[] {(byte) i}, 0);
        }
        for (int i = 0; i < 64; i++) {
            assertArrayEquals(new byte[] {(byte) i}, queue.get(0));
        }
        assertTrue(lock.acquire(true, HANG / 1e9));
        lock.release();
        assertEquals(0, queue.qsize());
    }
}
