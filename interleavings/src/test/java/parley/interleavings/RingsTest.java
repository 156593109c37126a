package parley.interleavings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.channel.PipeEnd;
import parley.channel.Ring;
import parley.memory.Deadline;
import parley.memory.Segment;
import parley.memory.StandIn;

class RingsTest {
    private static final int EACH = 6;

    private static byte[] message(int writer, int number, int length) {
        byte[] bytes = new byte[length];
        ByteBuffer.wrap(bytes).putInt(writer).putInt(number);
        for (int at = 8; at < length; at++) {
            bytes[at] = (byte) (writer + number + at);
        }
        return bytes;
    }

    private static void give(Ring ring, byte[] message) {
        long mark = ring.mark();
        while (!ring.offer(message)) {
            boolean _ = ring.awaitEmptied(mark, new Deadline(Deadline.FOREVER));
            mark = ring.mark();
        }
    }

    private static byte[] take(Ring ring) {
        byte[] message = ring.poll();
        while (message == null) {
            boolean _ = ring.awaitFilled(new Deadline(Deadline.FOREVER));
            message = ring.poll();
        }
        return message;
    }

    /** What one reader got, in order: {@code writer << 16 | number}. */
    private static void note(List<Integer> got, byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        int writer = bytes.getInt();
        int number = bytes.getInt();
        assertArrayEquals(message(writer, number, message.length), message, "torn");
        got.add(writer << 16 | number);
    }

    private static void assertInOrder(List<Integer> got) {
        int[] last = {-1, -1, -1};
        for (int one : got) {
            assertTrue((one & 0xffff) > last[one >> 16], () -> "order of one writer: " + got);
            last[one >> 16] = one & 0xffff;
        }
    }

    @Test
    void aRingLosesAndDoublesNothingWhoeverIsKilled() {
        Schedules.explore(schedule -> {
            Segment segment = schedule.segment();
            int limit = schedule.random().nextInt(3) == 0 ? 2 : 0;
            int capacity = schedule.random().nextBoolean() ? 128 : 1024;
            long address = segment.allocate(Ring.SIZE, 1);
            StandIn maker = schedule.process("maker");
            Ring ring = maker.has(() -> Ring.create(address, capacity, limit));
            List<StandIn> writers = List.of(schedule.process("w0"), schedule.process("w1"));
            List<StandIn> readers = List.of(schedule.process("r0"), schedule.process("r1"));
            int[] written = new int[2];
            for (int w = 0; w < 2; w++) {
                int writer = w;
                Ring mine = writers.get(w).has(() -> Ring.attach(address));
                schedule.start(writers.get(w), () -> {
                    for (int number = 0; number < EACH; number++) {
                        give(mine, message(writer, number, 8 + 7 * number));
                        written[writer]++;
                    }
                });
            }
            List<List<Integer>> got = List.of(new ArrayList<>(), new ArrayList<>());
            for (int r = 0; r < 2; r++) {
                List<Integer> mine = got.get(r);
                Ring from = readers.get(r).has(() -> Ring.attach(address));
                schedule.start(readers.get(r), () -> {
                    for (int i = 0; i < EACH; i++) {
                        note(mine, take(from));
                    }
                });
            }
            Ring more = maker.has(() -> Ring.attach(address));
            List<StandIn> mortal = schedule.random().nextBoolean() ? writers : readers;
            schedule.start(schedule.process("w2"), () -> {
                for (int number = 0; number < EACH; number++) {
                    give(more, message(2, number, 8));
                }
            });
            List<Integer> rest = new ArrayList<>();
            schedule.start(schedule.process("r2"), () -> {
                for (int number = 0; number < EACH; number++) {
                    note(rest, take(more));
                }
            });
            schedule.kill(mortal.toArray(StandIn[]::new));
            schedule.mayWait();
            return () -> {
                got.forEach(RingsTest::assertInOrder);
                List<Integer> all = new ArrayList<>(rest);
                got.forEach(all::addAll);
                for (byte[] left = ring.poll(); left != null; left = ring.poll()) {
                    note(all, left);
                }
                assertEquals(all.size(), all.stream().distinct().count(), () -> "twice: " + all);
                int killed = (int) readers.stream().filter(schedule::isKilled).count();
                int sure = written[0] + written[1];
                long seen = all.stream().filter(one -> one >> 16 < 2).count();
                assertTrue(seen >= sure - killed, () -> "lost: written=" + sure + ", seen=" + all);
                assertEquals(0, ring.count());
            };
        });
    }

    @Test
    void whoLooksSeesWholeMessagesInOrderAndNeverMoreThanTheLimit() {
        Schedules.explore(schedule -> {
            long address = schedule.segment().allocate(Ring.SIZE, 1);
            Ring ring = schedule.process("maker").has(() -> Ring.create(address, 256, 3));
            StandIn writer = schedule.process("writer");
            StandIn reader = schedule.process("reader");
            Ring in = writer.has(() -> Ring.attach(address));
            Ring out = reader.has(() -> Ring.attach(address));
            Ring look = Ring.look(schedule.segment(), address);
            schedule.start(writer, () -> {
                for (int number = 0; number < 2 * EACH; number++) {
                    give(in, message(0, number, 8 + 5 * number));
                }
            });
            schedule.start(reader, () -> {
                for (int number = 0; number < 2 * EACH; number++) {
                    List<Integer> one = new ArrayList<>();
                    note(one, take(out));
                    assertEquals(List.of(number), one);
                }
            });
            schedule.start(schedule.process("front"), () -> {
                for (int i = 0; i < 5; i++) {
                    List<Integer> seen = new ArrayList<>();
                    look.peek().forEach(message -> note(seen, message));
                    assertInOrder(seen);
                    assertTrue(seen.size() <= 3, () -> "more than the limit: " + seen);
                    for (int at = 1; at < seen.size(); at++) {
                        assertEquals(seen.get(at - 1) + 1, seen.get(at), () -> "a hole: " + seen);
                    }
                    assertTrue(look.count() <= 3);
                }
            });
            return () -> assertEquals(0, ring.count());
        });
    }

    @Test
    void aPipesReaderGetsAllThatWasSentAndThenItsEnd() {
        Schedules.explore(schedule -> {
            StandIn sender = schedule.process("sender");
            StandIn receiver = schedule.process("receiver");
            List<PipeEnd> ends = sender.has(() -> PipeEnd.create(false));
            PipeEnd out = ends.get(1);
            String ticket = ends.get(0).ticket();
            PipeEnd in = receiver.has(() -> PipeEnd.attach(ticket));
            ends.get(0).close();
            int[] sent = new int[1];
            List<Integer> got = new ArrayList<>();
            schedule.start(sender, () -> {
                for (int number = 0; number < EACH; number++) {
                    assertTrue(out.send(message(0, number, 20)) || schedule.isKilled(receiver));
                    sent[0]++;
                }
                out.close();
            });
            schedule.start(receiver, () -> {
                for (byte[] message = in.receive(); message != null; message = in.receive()) {
                    note(got, message);
                }
                in.close();
            });
            schedule.kill(sender, receiver);
            return () -> {
                assertInOrder(got);
                assertTrue(got.size() >= sent[0] || schedule.isKilled(receiver), "lost");
            };
        });
    }
}
