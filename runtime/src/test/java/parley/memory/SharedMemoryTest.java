package parley.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.trace.UserFailure;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedMemoryTest {
    @Test
    void whatOneWritesTheOtherReads() throws IOException {
        try (SharedMemory one = SharedMemory.create(null, 100_000);
                SharedMemory other = SharedMemory.attach(one.name())) {
            one.segment().set(ValueLayout.JAVA_BYTE, 99_999, (byte) 7);
            assertEquals(7, other.segment().get(ValueLayout.JAVA_BYTE, 99_999));
            assertEquals(100_000, other.size());
            one.unlink();
        }
    }

    @Test
    void onlyItsOwnerMayOpenTheFile() throws IOException {
        try (SharedMemory memory = SharedMemory.create(null, 10)) {
            var file = RunFolder.base().resolve(memory.name());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            memory.unlink();
            assertFalse(Files.exists(file));
        }
    }

    @Test
    void aNameIsTakenOnce() throws IOException {
        try (SharedMemory memory = SharedMemory.create(null, 10)) {
            assertThrows(FileAlreadyExistsException.class, () -> SharedMemory.create(memory.name(), 10));
            memory.unlink();
            assertThrows(NoSuchFileException.class, memory::unlink);
            assertThrows(NoSuchFileException.class, () -> SharedMemory.attach(memory.name()));
        }
    }

    @Test
    void afterCloseNothingIsReadAndItsAddressHoldsZeros() throws IOException {
        SharedMemory memory = SharedMemory.create(null, 4096);
        MemorySegment bytes = memory.segment();
        bytes.fill((byte) 1);
        memory.close();
        memory.close();
        assertThrows(IllegalStateException.class, () -> bytes.get(ValueLayout.JAVA_BYTE, 0));
        byte[] there = MemorySegment.ofAddress(memory.place()).reinterpret(4096).toArray(ValueLayout.JAVA_BYTE);
        assertArrayEquals(new byte[4096], there);
        memory.unlink();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/b", "..", "/../x"})
    void aPathIsNoName(String name) {
        assertThrows(UserFailure.class, () -> SharedMemory.create(name, 10));
        assertThrows(UserFailure.class, () -> SharedMemory.attach(name));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aSizeIsAboveZero(long size) {
        assertThrows(UserFailure.class, () -> SharedMemory.create(null, size));
    }

    @Test
    void whatASessionLeavesEndsWithIt() throws IOException {
        RunFolder folder = RunFolder.create();
        String name = "psm_test_" + ProcessHandle.current().pid();
        Files.createDirectories(folder.named(name).getParent());
        Files.write(folder.named(name), new byte[0]);
        Files.write(RunFolder.base().resolve(name), new byte[] {1});
        assertTrue(Files.exists(RunFolder.base().resolve(name)));
        folder.delete();
        assertFalse(Files.exists(RunFolder.base().resolve(name)));
    }
}
