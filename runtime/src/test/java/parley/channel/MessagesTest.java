package parley.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Verb;
import parley.trace.QueueRow;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MessagesTest {
    private static final long FOREVER = Deadline.FOREVER;

    private static byte[] number(int value, int length) {
        return ByteBuffer.allocate(length).putInt(value).array();
    }

    private static int number(byte[] message) {
        return ByteBuffer.wrap(message).getInt();
    }

    private static Thread start(Executable body, CompletableFuture<Throwable> outcome) {
        return Thread.ofPlatform().start(() -> {
            try {
                body.execute();
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
    }

    private static void awaitWaiter(Verb verb, Messages queue) {
        while (Member.current().segment().processes().waiting(verb, queue.address()) == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anEmptyQueueIsEmptyAtOnceOrAfterItsTime() throws Full, Empty {
        Messages queue = Messages.create(0);
        assertThrows(Empty.class, () -> queue.get(0));
        long start = System.nanoTime();
        assertThrows(Empty.class, () -> queue.get(110_000_000));
        assertTrue(System.nanoTime() - start >= 110_000_000);
        queue.put(new byte[] {1}, 0);
        assertArrayEquals(new byte[] {1}, queue.get(0));
    }

    @Test
    void aFullQueueIsFullAtOnceOrAfterItsTime() throws Full, Empty {
        Messages queue = Messages.create(2);
        queue.put(new byte[] {1}, 0);
        assertFalse(queue.full());
        queue.put(new byte[] {2}, 0);
        assertTrue(queue.full());
        assertThrows(Full.class, () -> queue.put(new byte[] {3}, 0));
        long start = System.nanoTime();
        assertThrows(Full.class, () -> queue.put(new byte[] {3}, 110_000_000));
        assertTrue(System.nanoTime() - start >= 110_000_000);
        assertEquals(2, queue.qsize());
        assertEquals(2, queue.maxsize());
        assertArrayEquals(new byte[] {1}, queue.get(0));
        queue.put(new byte[] {4}, 0);
        assertArrayEquals(new byte[] {2}, queue.get(0));
        assertArrayEquals(new byte[] {4}, queue.get(0));
    }

    @Test
    void getWaitsForPutAndPutForGet() throws Full, Empty {
        Messages queue = Messages.create(1);
        CompletableFuture<byte[]> got = new CompletableFuture<>();
        CompletableFuture<Throwable> first = new CompletableFuture<>();
        start(() -> got.complete(Messages.attach(queue.address()).get(FOREVER)), first);
        awaitWaiter(Verb.GET, queue);
        queue.put(new byte[] {1}, FOREVER);
        assertArrayEquals(new byte[] {1}, got.join());

        queue.put(new byte[] {2}, FOREVER);
        CompletableFuture<Throwable> second = new CompletableFuture<>();
        start(() -> Messages.attach(queue.address()).put(new byte[] {3}, FOREVER), second);
        awaitWaiter(Verb.PUT, queue);
        assertArrayEquals(new byte[] {2}, queue.get(FOREVER));
        assertEquals(null, second.join());
        assertArrayEquals(new byte[] {3}, queue.get(FOREVER));
    }

    @Test
    void aLimitIsReachedByNumberHoweverLongTheMessagesAre() throws Full, Empty {
        for (int length : new int[] {4, 1000, 16_000, 100_000}) {
            Messages queue = Messages.create(100);
            for (int i = 0; i < 100; i++) {
                queue.put(number(i, length), 0); // no Full: nobody reads, and the limit is not reached
            }
            assertThrows(Full.class, () -> queue.put(new byte[0], 0));
            for (int i = 0; i < 100; i++) {
                assertEquals(i, number(queue.get(0)));
            }
        }
    }

    @Test
    void putWithoutALimitNeverWaitsAndKeepsTheOrder() throws Full, Empty {
        Messages queue = Messages.create(0);
        int count = 3000;
        for (int i = 0; i < count; i++) {
            queue.put(number(i, i % 500 == 0 ? 50_000 : 1000), 0); // about 3 MB: far more than the ring holds
            assertEquals(i + 1, queue.qsize());
            assertFalse(queue.full());
        }
        for (int i = 0; i < count; i++) {
            assertEquals(i, number(queue.get(FOREVER)));
            assertEquals(count - i - 1, queue.qsize());
        }
        assertThrows(Empty.class, () -> queue.get(0));
    }

    @Test
    void theOrderHoldsWhileWritersOverflowAndAReaderReads() throws Full, Empty {
        Messages queue = Messages.create(0);
        int each = 4000;
        CompletableFuture<Throwable> one = new CompletableFuture<>();
        CompletableFuture<Throwable> two = new CompletableFuture<>();
        for (int writer = 0; writer < 2; writer++) {
            int base = writer * each;
            start(
                    () -> {
                        for (int i = 0; i < each; i++) {
                            queue.put(number(base + i, 600), 0);
                        }
                    },
                    writer == 0 ? one : two);
        }
        int[] next = {0, each};
        for (int i = 0; i < 2 * each; i++) {
            int number = number(queue.get(FOREVER));
            assertEquals(next[number / each]++, number);
        }
        assertEquals(null, one.join());
        assertEquals(null, two.join());
    }

    @Test
    void aMessageThatCannotBeKeptDoesNotHoldUpThoseBehindIt() throws Exception {
        Messages queue = Messages.create(0);
        for (int i = 0; i < 100; i++) {
            queue.put(number(i, 1000), 0);
        }
        assertTrue(queue.peek().size() < 100, "nothing overflows: the test is void");
        Member member = Member.current();
        Files.createFile(member.folder().spill(member.nextSpill() + 1)); // stands in the way of the next large one
        queue.put(number(100, 300_000), 0);
        queue.put(number(101, 1000), 0);
        for (int i = 0; i < 100; i++) {
            assertEquals(i, number(queue.get(FOREVER)));
        }
        assertEquals(101, number(queue.get(FOREVER)));
    }

    @Test
    void aClosedQueueTakesAndGivesNothingInThisProcess() throws Full {
        for (int maxsize : new int[] {0, 5}) {
            Messages queue = Messages.create(maxsize);
            queue.put(new byte[] {1}, 0);
            queue.close();
            String text = "queue is closed: queue=" + queue.name();
            assertEquals(
                    text,
                    assertThrows(UserFailure.class, () -> queue.put(new byte[] {2}, 0))
                            .getMessage());
            assertEquals(
                    text, assertThrows(UserFailure.class, () -> queue.get(0)).getMessage());
            queue.join_thread();
        }
    }

    @Test
    void joinThreadWaitsUntilAllIsHandedOn() throws Full, Empty {
        Messages queue = Messages.create(0);
        assertThrows(UserFailure.class, queue::join_thread);
        for (int i = 0; i < 200; i++) {
            queue.put(number(i, 1000), 0);
        }
        queue.close();
        Messages reader = Messages.attach(queue.address());
        CompletableFuture<Throwable> joined = new CompletableFuture<>();
        start(queue::join_thread, joined);
        assertFalse(joined.isDone());
        int inRing = reader.qsize();
        assertTrue(inRing < 200, "nothing overflows: the test is void");
        for (int i = 0; i < 200; i++) {
            assertEquals(i, number(reader.get(FOREVER)));
        }
        assertEquals(null, joined.join());
    }

    @Test
    void cancelJoinThreadFreesTheJoinerButStillHandsOn() throws Full, Empty {
        Messages queue = Messages.create(0);
        queue.cancel_join_thread();
        for (int i = 0; i < 200; i++) {
            queue.put(number(i, 1000), 0);
        }
        queue.close();
        queue.join_thread(); // returns, though nobody reads
        Messages reader = Messages.attach(queue.address());
        for (int i = 0; i < 200; i++) {
            assertEquals(i, number(reader.get(FOREVER)));
        }
    }

    @Test
    void whoWaitsAndIsInterruptedStops() throws Full, Empty {
        Messages queue = Messages.create(1);
        CompletableFuture<Throwable> get = new CompletableFuture<>();
        Thread reader = start(() -> queue.get(FOREVER), get);
        awaitWaiter(Verb.GET, queue);
        reader.interrupt();
        StoppedFailure stopped = assertInstanceOf(StoppedFailure.class, get.join());
        assertEquals("stopped: while=get " + queue.name(), stopped.getMessage());

        queue.put(new byte[] {1}, 0);
        CompletableFuture<Throwable> put = new CompletableFuture<>();
        Thread writer = start(() -> queue.put(new byte[] {2}, FOREVER), put);
        awaitWaiter(Verb.PUT, queue);
        writer.interrupt();
        assertEquals(
                "stopped: while=put " + queue.name(),
                assertInstanceOf(StoppedFailure.class, put.join()).getMessage());
        assertArrayEquals(new byte[] {1}, queue.get(0));
        assertThrows(Empty.class, () -> queue.get(0));
    }

    @Test
    void othersLookWithoutTaking() throws Full {
        Messages queue = Messages.create(9);
        queue.put(new byte[] {1}, 0);
        queue.put(new byte[100_000], 0);
        var segment = Member.current().segment();
        segment.objects().label(Map.of("q", queue.name()));
        QueueRow row = Queues.rows(segment).stream()
                .filter(r -> r.name().equals(queue.name()))
                .findFirst()
                .orElseThrow();
        assertEquals(new QueueRow(queue.name(), "q", 2, 9, 0, 0), row);
        List<byte[]> seen = Queues.peek(segment, "q").orElseThrow();
        assertEquals(2, seen.size());
        assertEquals(100_000, seen.get(1).length);
        assertEquals(2, Queues.peek(segment, queue.name()).orElseThrow().size());
        assertTrue(Queues.peek(segment, "Queue-0").isEmpty());
        assertEquals(2, queue.qsize());
        segment.objects().label(Map.of());
        assertTrue(Queues.peek(segment, "q").isEmpty());
    }
}
