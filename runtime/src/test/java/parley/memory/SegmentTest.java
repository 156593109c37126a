package parley.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SegmentTest {
    private final OwnSession session = new OwnSession();
    private final Segment segment = session.segment();

    @AfterEach
    void end() {
        session.close();
    }

    private long allocate(long size) {
        return segment.allocate(size, session.me());
    }

    private void free(long address, long size) {
        segment.free(address, size, session.me());
    }

    private static boolean isZero(MemorySegment block) {
        return block.mismatch(MemorySegment.ofArray(new byte[(int) block.byteSize()])) < 0;
    }

    @Test
    void blocksAreZeroAlignedAndApart() {
        Random random = new Random(1);
        record Block(long address, int size, byte mark) {}
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int size = 1 + random.nextInt(i % 50 == 0 ? 100_000 : 300);
            long address = allocate(size);
            assertNotEquals(0, address);
            assertEquals(0, address % 64);
            MemorySegment block = segment.block(address, size);
            assertTrue(isZero(block));
            block.fill((byte) (i + 1));
            blocks.add(new Block(address, size, (byte) (i + 1)));
        }
        for (Block block : blocks) {
            for (byte b : segment.block(block.address, block.size).toArray(ValueLayout.JAVA_BYTE)) {
                assertEquals(block.mark, b);
            }
        }
    }

    @Test
    void aFreedBlockIsUsedAgainAndZeroAgain() {
        for (long size : new long[] {1, 64, 65, 4096, 1 << 16, 1 << 18}) {
            long address = allocate(size);
            segment.block(address, size).fill((byte) 9);
            free(address, size);
            long again = allocate(size);
            assertEquals(address, again, "size=" + size);
            assertTrue(isZero(segment.block(again, size)), "size=" + size);
        }
    }

    @Test
    void anOddLargeBlockIsUsedAgainForThoseThatItIsLargeEnoughFor() {
        long odd = (1 << 16) + 64;
        long address = allocate(odd);
        free(address, odd);
        assertNotEquals(address, allocate(1 << 17));
        assertNotEquals(address, allocate(1 << 16));
        assertEquals(address, allocate(odd + 64));
    }

    @Test
    void blocksOfAllSizesDoNotOverlapAndEachIsUsedAgainForItsOwn() {
        List<Long> sizes = new ArrayList<>();
        for (long size = 60; size < 300_000; size = size * 21 / 20) {
            sizes.add(size);
        }
        List<Long> addresses = sizes.stream().map(this::allocate).toList();
        for (int i = 0; i < sizes.size(); i++) {
            segment.block(addresses.get(i), sizes.get(i)).fill((byte) i);
        }
        for (int i = 0; i < sizes.size(); i++) {
            for (byte one : segment.block(addresses.get(i), sizes.get(i)).toArray(ValueLayout.JAVA_BYTE)) {
                assertEquals((byte) i, one, "size=" + sizes.get(i));
            }
        }
        for (int i = 0; i < sizes.size(); i++) {
            free(addresses.get(i), sizes.get(i));
            assertEquals(addresses.get(i), allocate(sizes.get(i)), "size=" + sizes.get(i));
        }
    }

    @Test
    void theSegmentGrowsByFilesAndOthersSeeThem() throws IOException {
        Segment other = present(Segment.attach(session.folder(), false));
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            addresses.add(allocate(1 << 20));
        }
        long large = allocate(20 << 20);
        assertTrue(addresses.getLast() >>> 40 > 0, "no further file was made");
        assertEquals(20 << 20, Files.size(session.folder().segment((int) (large >>> 40))));
        for (long address : addresses) {
            segment.block(address, 8).set(ValueLayout.JAVA_LONG, 0, address);
        }
        for (long address : addresses) {
            assertEquals(address, other.block(address, 8).get(ValueLayout.JAVA_LONG, 0));
        }
    }

    @Test
    void aFileLeftByOneWhoWasKilledWhileMakingItDoesNoHarm() throws IOException {
        Files.write(session.folder().segment(1), new byte[100]);
        long address = allocate(4 << 20);
        assertEquals(1, address >>> 40);
        assertTrue(isZero(segment.block(address, 4 << 20)));
    }

    @Test
    void whereNoFurtherFileCanBeMadeTheErrorSaysHowMuchWasWantedAndLaterItGoesOn() throws IOException {
        Path inTheWay = Files.createDirectories(session.folder().segment(1).resolve("no room"));
        var error = assertThrows(OutOfMemoryError.class, () -> allocate(20 << 20));
        assertTrue(
                error.getMessage().startsWith("shared memory is full: wanted=20971520 bytes, in="), error.getMessage());
        assertEquals(0, allocate(64) >>> 40, "what there is can still be had");
        Files.delete(inTheWay);
        assertEquals(1, allocate(20 << 20) >>> 40);
    }

    @Test
    void whoIsInterruptedStillGetsMemoryAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        long address = allocate(4 << 20);
        segment.block(address, 1);
        assertTrue(Thread.interrupted());
    }

    @Test
    void threadsNeverGetTheSameBlock() throws InterruptedException, ExecutionException {
        Set<Long> live = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Long>>> results = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                results.add(threads.submit(() -> {
                    List<Long> kept = new ArrayList<>();
                    for (int i = 0; i < 2000; i++) {
                        long address = allocate(128);
                        MemorySegment block = segment.block(address, 128);
                        assertTrue(isZero(block));
                        block.fill((byte) 1);
                        if (i % 2 == 0) {
                            free(address, 128);
                        } else {
                            kept.add(address);
                        }
                    }
                    return kept;
                }));
            }
            for (var result : results) {
                for (long address : result.get()) {
                    assertTrue(live.add(address), "given twice: " + address);
                }
            }
        }
    }

    @Test
    void blocksHaveBytes() {
        assertThrows(IllegalArgumentException.class, () -> allocate(0));
        assertThrows(IllegalArgumentException.class, () -> allocate(-1));
    }

    @Test
    void aSessionThatIsNotMadeYetCannotBeAttached() throws IOException {
        RunFolder folder = RunFolder.create();
        try {
            assertNull(Segment.attach(folder, false));
            Files.createFile(folder.segment(0));
            assertNull(Segment.attach(folder, false), "empty file");
            Files.write(folder.segment(0), new byte[5000]);
            assertNull(Segment.attach(folder, false), "file that is still being written");
        } finally {
            folder.delete();
        }
    }

    @Test
    void theFounderIsKnown() {
        assertEquals(ProcessHandle.current().pid(), segment.founder());
        assertTrue(segment.founderLives());
    }

    @Test
    void whoOnlyLooksCannotWrite() {
        Segment look = present(Segment.attach(session.folder(), false));
        long address = allocate(64);
        assertThrows(RuntimeException.class, () -> look.block(address, 8).set(ValueLayout.JAVA_LONG, 0, 1));
        assertFalse(look.block(address, 8).get(ValueLayout.JAVA_LONG, 0) == 1);
    }

    private static Segment present(Segment segment) {
        assertNotNull(segment);
        return segment;
    }
}
