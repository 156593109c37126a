package parley.ship;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassStoreTest {
    @Test
    void aClassIsOneFileThatOnlyItsOwnerReads(@TempDir Path folder) throws IOException {
        Path classes = folder.resolve("classes");
        ClassStore.use(() -> classes);
        byte[] bytes = {1, 2, 3};
        String hash = ClassStore.put(bytes);
        assertEquals(hash, ClassStore.put(bytes.clone()));
        assertNotEquals(hash, ClassStore.put(new byte[] {1, 2, 4}));
        assertArrayEquals(bytes, ClassStore.get(hash));
        try (var files = Files.list(classes)) {
            List<Path> all = files.toList();
            assertEquals(2, all.size());
            for (Path file : all) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(classes)));
    }

    @Test
    void aSessionsFolderIsWrittenAnew(@TempDir Path folder) throws IOException {
        ClassStore.use(() -> folder.resolve("first"));
        String hash = ClassStore.put(new byte[] {9});
        ClassStore.use(() -> folder.resolve("second"));
        ClassStore.put(new byte[] {9});
        assertArrayEquals(
                new byte[] {9}, Files.readAllBytes(folder.resolve("second").resolve(hash)));
    }
}
