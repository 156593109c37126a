package parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.sync.Event;
import parley.sync.Value;

/** {@code -Dparley.queues=100000}: how many are made; a million dropped ones take a minute. */
class ManyQueuesTest {
    private static final int COUNT = Integer.getInteger("parley.queues", 10_000);

    private static long sharedBytes() throws IOException {
        try (Stream<Path> files = Files.list(Member.current().folder().path())) {
            return files.filter(file -> file.getFileName().toString().startsWith("segment-"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void manyThatAreAliveTogetherTakeLittleEach() throws Exception {
        long before = sharedBytes();
        List<Messages> queues = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Messages queue = Messages.create(0);
            queue.put(new byte[] {(byte) i}, Deadline.FOREVER);
            queues.add(queue);
        }
        long each = (sharedBytes() - before) / COUNT;
        for (int i = 0; i < COUNT; i++) {
            assertEquals((byte) i, queues.get(i).get(0)[0]);
        }
        assertTrue(each < 2500, "bytes each: " + each);
    }

    @Test
    void whatNobodyCanHaveAnyMoreIsUsedAgain() throws Exception {
        Messages kept = Messages.create(0);
        kept.put(new byte[] {7}, 0);
        Messages sent = Messages.create(0);
        long address = sent.address();
        sent.put(new byte[] {8}, 0);
        sent = null;
        long before = sharedBytes();
        for (int i = 0; i < 10 * COUNT; i++) {
            switch (i % 4) {
                case 0 -> Messages.create(0).put(new byte[300], 0);
                case 1 -> new Value('i', i).set(i + 1);
                case 2 -> new Event().set();
                default -> assertTrue(PipeEnd.create(true).getFirst().send(new byte[] {1}));
            }
            if (i % COUNT == 0) {
                System.gc();
                Thread.sleep(120); // longer than the quarantine
            }
        }
        long grown = sharedBytes() - before;
        assertTrue(grown < 3L * COUNT * 1200 + (16 << 20), "bytes: " + grown);
        assertEquals(7, kept.get(0)[0]);
        assertEquals(8, Messages.attach(address).get(0)[0], "what was sent stays");
    }
}
