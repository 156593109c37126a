package parley.wire;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that no encoder wrote: an error or some value, but never a crash or a flood of memory. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CorruptInputTest {
    private static final long SEED = 20_250_925;

    private static Encoder everything(Encoder out) {
        out.list(15).none().bool(true).integer(7).integer(1L << 40).integer(BigInteger.TEN.pow(40));
        out.real(2.5).complex(1, -1).text("text ä").text("lone \ud800").bytes(new byte[] {1, 2, 3});
        out.tuple(2).integer(1).text("x").set(1).integer(4).frozenset(1).integer(5);
        out.dict(2).text("a").list(1).integer(1).text("b").none();
        return out.opaque("java", "Point(x=1)", new byte[20]);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = everything(new Encoder()).toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(IllegalArgumentException.class, () -> new Decoder(part).read(new JavaMaker()));
        }
    }

    @Test
    void unknownTagsAreRefused() {
        for (int tag = Tag.HINTED + 1; tag < 256; tag++) {
            byte[] bytes = new byte[64];
            bytes[0] = (byte) tag;
            assertThrows(IllegalArgumentException.class, () -> new Decoder(bytes).read(new JavaMaker()));
        }
    }

    @Test
    void mutatedMessagesNeitherCrashNorFloodTheMemory() {
        Random random = new Random(SEED);
        byte[] whole = everything(everything(new Encoder().tuple(2))).toBytes();
        long before = allocated();
        int rounds = 15_000;
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                mutate(bytes, random);
            }
            try {
                new Decoder(bytes).read(new JavaMaker());
            } catch (IllegalArgumentException e) {
                refused++;
            }
            String line = Plain.show(bytes, 80);
            assertTrue(line.length() <= 80, line);
        }
        assertTrue(refused > rounds / 10, "mutations hit nothing: refused=" + refused);
        long each = (allocated() - before) / rounds;
        assertTrue(each < 200_000, "bytes for a message of " + whole.length + ": " + each);
    }

    private static void mutate(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] = (byte) (bytes[at] ^ 1 << random.nextInt(8));
            case 2 -> bytes[at] = (byte) random.nextInt(Tag.HINTED + 1);
            default ->
                Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) (random.nextBoolean() ? -1 : 0x7f));
        }
    }

    @Test
    void countsThatLieAskForNoMemory() {
        int size = 200_000;
        byte[] bytes = new byte[size];
        for (int at = 0; at + 5 < size; at += 5) { // every list says that all that follows is its own
            bytes[at] = at % 2 == 0 ? Tag.LIST : Tag.TUPLE;
            int count = size - at - 5;
            for (int i = 0; i < 4; i++) {
                bytes[at + 1 + i] = (byte) (count >>> 8 * i);
            }
        }
        long before = allocated();
        assertThrows(IllegalArgumentException.class, () -> new Decoder(bytes).read(new JavaMaker()));
        long taken = allocated() - before;
        assertTrue(taken < 20L * size, "bytes taken for " + size + ": " + taken);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
