package parley.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.memory.Member;
import parley.memory.Verb;
import parley.trace.UserFailure;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PipeEndTest {
    private static CompletableFuture<byte[]> receiving(PipeEnd end) {
        return CompletableFuture.supplyAsync(
                end::receive, task -> Thread.ofPlatform().start(task));
    }

    private static void awaitReader() {
        var rows = Member.current().segment().processes();
        while (rows.rows().stream().noneMatch(row -> row.waitsFor().startsWith(Verb.RECV.toString()))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void bothEndsOfADuplexPipeSendAndReceive() throws EOFException {
        Pipe<String> pipe = new Pipe<>();
        pipe.left().send("there");
        assertEquals("there", pipe.right().recv());
        pipe.right().send("and back");
        assertTrue(pipe.left().poll());
        assertEquals("and back", pipe.left().recv());
        assertFalse(pipe.left().poll(0.01));
        pipe.left().send_bytes(new byte[] {1, 2, 3}, 1, 2);
        assertArrayEquals(new byte[] {2, 3}, pipe.right().recv_bytes());
    }

    @Test
    void ofAPipeThatIsNotDuplexEachEndHasOneTask() {
        List<PipeEnd> ends = PipeEnd.create(false);
        assertTrue(ends.getFirst().readable() && !ends.getFirst().writable());
        assertTrue(ends.getLast().writable() && !ends.getLast().readable());
        assertThrows(UserFailure.class, () -> ends.getFirst().send(new byte[1]));
        assertThrows(UserFailure.class, ends.getLast()::receive);
    }

    @Test
    void whatWasSentBeforeTheCloseArrivesThenTheEnd() {
        List<PipeEnd> ends = PipeEnd.create(false);
        assertTrue(ends.getLast().send(new byte[] {7}));
        ends.getLast().close();
        assertTrue(ends.getFirst().poll(0));
        assertArrayEquals(new byte[] {7}, ends.getFirst().receive());
        assertNull(ends.getFirst().receive());
        assertTrue(ends.getFirst().poll(0), "the end is something to receive");
    }

    @Test
    void whoWaitsLearnsOfTheEnd() {
        List<PipeEnd> ends = PipeEnd.create(true);
        var reader = receiving(ends.getFirst());
        awaitReader();
        ends.getLast().close();
        assertNull(reader.join());
        assertFalse(ends.getFirst().send(new byte[1]), "nobody is there to receive it");
    }

    @Test
    void anEndThatIsOnItsWayIsNotTheEnd() {
        List<PipeEnd> ends = PipeEnd.create(false);
        String ticket = ends.getLast().ticket();
        ends.getLast().close();
        assertFalse(ends.getFirst().poll(0));
        PipeEnd arrived = PipeEnd.attach(ticket);
        assertTrue(arrived.send(new byte[] {1}));
        arrived.close();
        assertArrayEquals(new byte[] {1}, ends.getFirst().receive());
        assertNull(ends.getFirst().receive());
    }

    @Test
    void anEndThatOnlyTheDeadHaveIsTheEnd() {
        Member member = Member.current();
        List<PipeEnd> ends = PipeEnd.create(false);
        long address = Long.parseLong(ends.getLast().ticket().split(" ", -1)[0]);
        Holders holders = new Holders(member, member.segment().block(address + 64 + 2 * Ring.SIZE, Holders.SIZE));
        holders.remove(1, member.owner()); // the ticket's
        int dead = member.segment().processes().claim("Unlucky", 1, "java", member.owner());
        holders.add(1, dead);
        ends.getLast().close();
        assertFalse(ends.getFirst().poll(0), "it lives, for all that is known");
        member.segment().processes().ended(dead, 137);
        assertNull(ends.getFirst().receive());
        assertFalse(holders.isOpen(1), "and it is forgotten");
    }

    @Test
    void anEndWhoseReceiverDiesBeforeItTakesItIsTheEnd() {
        Member member = Member.current();
        List<PipeEnd> ends = PipeEnd.create(true);
        int receiver = member.segment().processes().claim("Unlucky", 1, "java", member.owner());
        String _ = ends.getLast().ticketFor(receiver);
        ends.getLast().close();
        assertTrue(ends.getFirst().isHeld());
        assertTrue(ends.getFirst().send(new byte[] {1}));
        member.segment().processes().ended(receiver, 137);
        assertFalse(ends.getFirst().isHeld());
        assertNull(ends.getFirst().receive());
    }

    @Test
    void theMemoryOfAPipeThatNobodyHasIsUsedAgain() {
        List<PipeEnd> ends = PipeEnd.create(true);
        assertThrows(IllegalStateException.class, ends.getLast()::free);
        long before = segmentFiles();
        for (int i = 0; i < 500; i++) { // of 128 kB each: 8 files
            List<PipeEnd> both = PipeEnd.create(true);
            both.forEach(end -> assertTrue(end.send(new byte[1])));
            both.forEach(PipeEnd::close);
            both.getFirst().free();
        }
        assertTrue(segmentFiles() <= before + 1, "files " + before + ", " + segmentFiles());
    }

    private static long segmentFiles() {
        String[] names = Member.current().folder().path().toFile().list();
        return Stream.of(Objects.requireNonNull(names))
                .filter(name -> name.startsWith("segment-"))
                .count();
    }

    @Test
    void aLargeMessageAndManySmallOnesArriveInOrder() {
        List<PipeEnd> ends = PipeEnd.create(false);
        var sender = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < 20_000; i++) {
                        ends.getLast().send(new byte[] {(byte) i, (byte) (i >> 8)});
                    }
                    ends.getLast().send(new byte[1_000_000]);
                    ends.getLast().close();
                },
                task -> Thread.ofPlatform().start(task));
        for (int i = 0; i < 20_000; i++) {
            assertArrayEquals(
                    new byte[] {(byte) i, (byte) (i >> 8)}, ends.getFirst().receive());
        }
        assertEquals(1_000_000, ends.getFirst().receive().length);
        assertNull(ends.getFirst().receive());
        sender.join();
    }

    @Test
    void aClosedEndIsRefused() {
        List<PipeEnd> ends = PipeEnd.create(true);
        ends.getFirst().close();
        ends.getFirst().close();
        assertEquals(
                "handle is closed",
                assertThrows(UserFailure.class, () -> ends.getFirst().send(new byte[1]))
                        .getMessage());
        assertThrows(UserFailure.class, ends.getFirst()::receive);
        assertThrows(UserFailure.class, ends.getFirst()::ticket);
    }

    @Test
    void aJoinableQueueWaitsForAllThatWasPut() {
        JoinableQueue<Integer> queue = new JoinableQueue<>();
        queue.join();
        queue.put(1);
        queue.put(2);
        var joined = CompletableFuture.runAsync(
                queue::join, task -> Thread.ofPlatform().start(task));
        assertEquals(1, queue.get());
        JoinableQueue<Integer> same = JoinableQueue.attach(queue.address());
        same.task_done();
        assertEquals(2, same.get());
        assertFalse(joined.isDone());
        same.task_done();
        joined.join();
        var error = assertThrows(UserFailure.class, queue::task_done);
        assertEquals("task_done() called too many times", error.getMessage());
    }
}
