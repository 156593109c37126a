package parley.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Segment;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RingTest {
    private static final int CAPACITY = 1024;

    private static Ring ring(int capacity, int limit) {
        Member member = Member.current();
        return Ring.create(member.segment().allocate(Ring.SIZE, member.owner()), capacity, limit);
    }

    /** One that has grown as far as it does. */
    private static Ring grown(int capacity) {
        Ring ring = ring(capacity, 0);
        assertTrue(ring.offer(new byte[capacity / 4 - 8]));
        assertEquals(capacity / 4 - 8, ring.poll().length);
        return ring;
    }

    private static byte[] message(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private final List<Path> before = new ArrayList<>(); // what other tests left in queues

    RingTest() throws IOException {
        before.addAll(spills());
    }

    private List<Path> spills() throws IOException {
        try (Stream<Path> files = Files.list(Member.current().folder().path())) {
            return files.filter(file -> file.getFileName().toString().startsWith("spill-") && !before.contains(file))
                    .toList();
        }
    }

    @Test
    void messagesComeOutAsTheyWentInThroughManyLaps() {
        Ring ring = ring(CAPACITY, 0);
        Random random = new Random(7);
        Deque<byte[]> expected = new ArrayDeque<>();
        int spilled = 0;
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(100) < 55) {
                int length = random.nextInt(10) == 0 ? random.nextInt(600) : random.nextInt(60);
                byte[] message = message(length, i);
                if (ring.offer(message)) {
                    expected.add(message);
                    spilled += length > CAPACITY / 4 ? 1 : 0;
                }
            } else if (expected.isEmpty()) {
                assertNull(ring.poll());
            } else {
                assertArrayEquals(expected.remove(), ring.poll());
            }
            assertEquals(expected.size(), ring.count());
        }
        assertTrue(spilled > 100, "spilled=" + spilled);
        List<byte[]> seen = ring.peek();
        assertEquals(expected.size(), seen.size());
        for (byte[] message : seen) {
            assertArrayEquals(expected.remove(), message);
        }
    }

    @Test
    void everyLengthAtEveryPlaceComesOutAsItWentIn() {
        for (int start = 16; start <= CAPACITY; start += 8) {
            Ring ring = grown(CAPACITY);
            for (int at = 0; at < start; ) { // steps of 16, and one of 24 where that is needed
                int step = (start - at) % 16 == 0 ? 16 : 24;
                assertTrue(ring.offer(new byte[step - 8]));
                assertEquals(step - 8, ring.poll().length);
                at += step;
            }
            for (int length :
                    new int[] {0, 1, 7, 8, 9, CAPACITY / 4 - 9, CAPACITY / 4 - 8, CAPACITY / 4, CAPACITY / 4 + 1}) {
                byte[] message = message(length, length);
                assertTrue(ring.offer(message));
                assertArrayEquals(message, ring.peek().getFirst());
                assertArrayEquals(message, ring.poll());
            }
        }
    }

    @Test
    void itCanBeFilledToTheLastByteAndIsThenFull() {
        Ring ring = grown(CAPACITY);
        int fits = CAPACITY / 16;
        for (int i = 0; i < fits; i++) {
            assertTrue(ring.offer(new byte[] {(byte) i}));
        }
        assertFalse(ring.offer(new byte[0]));
        assertEquals(fits, ring.count());
        assertEquals(fits, ring.peek().size());
        for (int i = 0; i < fits; i++) {
            assertArrayEquals(new byte[] {(byte) i}, ring.poll());
        }
        assertNull(ring.poll());
        assertEquals(List.of(), ring.peek());
    }

    @Test
    void emptyMessagesAreMessages() {
        Ring ring = ring(CAPACITY, 0);
        assertTrue(ring.offer(new byte[0]));
        assertTrue(ring.offer(new byte[0]));
        assertEquals(2, ring.count());
        assertEquals(0, ring.poll().length);
        assertEquals(0, ring.poll().length);
        assertNull(ring.poll());
    }

    @Test
    void theLimitCountsMessages() {
        Ring ring = ring(CAPACITY, 3);
        for (int lap = 0; lap < 100; lap++) {
            for (int i = 0; i < 3; i++) {
                assertTrue(ring.offer(new byte[i]));
            }
            assertFalse(ring.offer(new byte[0]));
            assertEquals(3, ring.count());
            for (int i = 0; i < 3; i++) {
                assertEquals(i, ring.poll().length);
            }
        }
    }

    @Test
    void asManyAsTheLimitFitHoweverLongTheyAre() throws IOException {
        int limit = 20;
        Ring ring = ring(CAPACITY, limit);
        Random random = new Random(3);
        int in = 0;
        int out = 0;
        for (int lap = 0; lap < 300; lap++) {
            while (ring.count() < limit) {
                int length = random.nextBoolean() ? CAPACITY / 4 : random.nextInt(CAPACITY / 3);
                assertTrue(ring.offer(message(length, in)), "refused below the limit: count=" + ring.count());
                in++;
            }
            assertFalse(ring.offer(new byte[0]));
            for (int taken = 1 + random.nextInt(limit); taken > 0; taken--) {
                byte[] message = ring.poll();
                assertArrayEquals(message(message.length, out++), message);
            }
        }
        while (ring.poll() != null) {
            out++;
        }
        assertEquals(in, out);
        assertEquals(List.of(), spills());
    }

    @Test
    void aLargeMessageIsAPrivateFileUntilItIsTaken() throws IOException {
        Ring ring = ring(CAPACITY, 0);
        byte[] large = message(5_000_000, 1);
        assertTrue(ring.offer(large));
        Path file = spills().getFirst();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertArrayEquals(large, ring.peek().getFirst());
        assertTrue(Files.exists(file), "a look takes nothing");
        assertArrayEquals(large, ring.poll());
        assertEquals(List.of(), spills());
    }

    @Test
    void anInterruptLosesNoLargeMessage() {
        Ring ring = ring(CAPACITY, 0);
        byte[] large = message(100_000, 2);
        Thread.currentThread().interrupt();
        assertTrue(ring.offer(large));
        assertArrayEquals(large, ring.poll());
        assertTrue(Thread.interrupted(), "the interrupt is still to be noticed");
    }

    @Test
    void whoOnlyLooksSeesAllAndTakesNothing() {
        Ring ring;
        Member member = Member.current();
        long address = member.segment().allocate(Ring.SIZE, member.owner());
        ring = Ring.create(address, CAPACITY, 7);
        Segment other = Segment.attach(member.folder(), false);
        Ring look = Ring.look(other, address);
        assertEquals(List.of(), look.peek());
        assertTrue(ring.offer(new byte[] {1}));
        assertTrue(ring.offer(message(1000, 5)));
        assertEquals(2, look.count());
        assertEquals(7, look.limit());
        assertArrayEquals(new byte[] {1}, look.peek().get(0));
        assertArrayEquals(message(1000, 5), look.peek().get(1));
        assertEquals(2, ring.count());
    }

    /** {@code [writer, number, length, sum of the filling ...]}, to know a torn message from a whole one. */
    private static byte[] stamped(int writer, int number, Random random) {
        int length = random.nextInt(50) == 0 ? 300 + random.nextInt(300) : 12 + random.nextInt(80);
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(length);
        bytes.putInt(writer).putInt(number).putInt(length);
        while (bytes.hasRemaining()) {
            bytes.put((byte) (writer + number + bytes.position()));
        }
        return bytes.array();
    }

    private static int[] checked(byte[] message) {
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(message);
        int writer = bytes.getInt();
        int number = bytes.getInt();
        assertEquals(message.length, bytes.getInt());
        while (bytes.hasRemaining()) {
            int at = bytes.position();
            assertEquals((byte) (writer + number + at), bytes.get());
        }
        return new int[] {writer, number};
    }

    private static byte[] take(Ring ring) {
        byte[] message = ring.poll();
        while (message == null) {
            boolean _ = ring.awaitFilled(new Deadline(Deadline.FOREVER));
            message = ring.poll();
        }
        return message;
    }

    private static void give(Ring ring, byte[] message) {
        long mark = ring.mark();
        while (!ring.offer(message)) {
            boolean _ = ring.awaitEmptied(mark, new Deadline(Deadline.FOREVER));
            mark = ring.mark();
        }
    }

    @Test
    void manyWritersAndReadersLoseAndDoubleNothingAndKeepEachWritersOrder() throws Exception {
        Ring ring = ring(4096, 0);
        int writers = 3;
        int readers = 3;
        int each = 5000;
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            int writer = w;
            threads.add(Thread.ofPlatform().start(() -> {
                Random random = new Random(writer);
                for (int number = 0; number < each; number++) {
                    give(ring, stamped(writer, number, random));
                }
            }));
        }
        List<List<int[]>> read = new ArrayList<>();
        List<Throwable> errors = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int r = 0; r < readers; r++) {
            List<int[]> mine = new ArrayList<>();
            read.add(mine);
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (byte[] message = take(ring); message.length > 0; message = take(ring)) {
                        mine.add(checked(message));
                    }
                } catch (Throwable e) {
                    errors.add(e);
                }
            }));
        }
        for (Thread thread : threads.subList(0, writers)) {
            thread.join();
        }
        for (int r = 0; r < readers; r++) {
            give(ring, new byte[0]); // tells one reader to leave
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), errors);
        boolean[][] seen = new boolean[writers][each];
        for (List<int[]> mine : read) {
            int[] last = {-1, -1, -1};
            for (int[] stamp : mine) {
                assertFalse(seen[stamp[0]][stamp[1]], "twice");
                seen[stamp[0]][stamp[1]] = true;
                assertTrue(stamp[1] > last[stamp[0]], "order of one writer");
                last[stamp[0]] = stamp[1];
            }
        }
        for (boolean[] writer : seen) {
            for (boolean number : writer) {
                assertTrue(number, "lost");
            }
        }
        assertEquals(0, ring.count());
        assertEquals(List.of(), spills());
    }

    @Test
    void aLookAtABusyRingSeesWholeMessagesInOrder() throws InterruptedException {
        Ring ring = ring(2048, 10);
        int each = 10_000;
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < 2; w++) {
            int writer = w;
            threads.add(Thread.ofPlatform().start(() -> {
                Random random = new Random(writer);
                for (int number = 0; number < each; number++) {
                    give(ring, stamped(writer, number, random));
                }
            }));
            threads.add(Thread.ofPlatform().start(() -> {
                for (int number = 0; number < each; number++) {
                    take(ring);
                }
            }));
        }
        int looks = 0;
        long messages = 0;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            assertTrue(ring.count() <= 10, "count=" + ring.count());
            int[] last = {-1, -1};
            for (byte[] message : ring.peek()) {
                int[] stamp = checked(message);
                assertTrue(stamp[1] > last[stamp[0]], "order of one writer");
                last[stamp[0]] = stamp[1];
                messages++;
            }
            looks++;
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(messages > 0, "saw nothing: looks=" + looks);
    }
}
