package parley.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunFolderTest {
    private static final String PREFIX = prefix();

    private static String prefix() {
        RunFolder folder = RunFolder.create();
        folder.delete();
        String name = folder.path().getFileName().toString();
        return name.substring(0, name.indexOf("-" + ProcessHandle.current().pid() + "-") + 1);
    }

    private static long deadPid() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    private static Path made(String name) throws IOException {
        Path folder = Files.createDirectory(RunFolder.base().resolve(name));
        Files.createDirectory(folder.resolve("classes"));
        Files.writeString(folder.resolve("classes").resolve("abc"), "x");
        Files.writeString(folder.resolve("segment-0"), "x");
        return folder;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void everythingInItIsPrivate() throws IOException {
        try (var session = new OwnSession()) {
            assertEquals("rwx------", mode(session.folder().path()));
            session.segment().allocate(4 << 20, session.me());
            assertEquals("rw-------", mode(session.folder().segment(0)));
            assertEquals("rw-------", mode(session.folder().segment(1)));
        }
    }

    @Test
    void twoAreNeverTheSame() {
        RunFolder one = RunFolder.create();
        RunFolder two = RunFolder.create();
        assertNotEquals(one, two);
        assertTrue(Files.isDirectory(one.path()), "the sweep of the second took the first");
        one.delete();
        two.delete();
        assertFalse(Files.exists(one.path()));
        one.delete(); // once more is no error
    }

    @Test
    void theFolderOfADeadProcessGoesWithTheNextStart() throws IOException, InterruptedException {
        Path left = made(PREFIX + deadPid() + "-0123456789ab");
        RunFolder.create().delete();
        assertFalse(Files.exists(left));
    }

    @Test
    void theFolderOfALivingProcessStays() throws IOException {
        Path mine = made(PREFIX + ProcessHandle.current().pid() + "-ffffffffffff");
        RunFolder.create().delete();
        assertTrue(Files.exists(mine.resolve("classes").resolve("abc")));
        new RunFolder(mine).delete();
        assertFalse(Files.exists(mine));
    }

    @Test
    void aPidThatIsUsedAgainDoesNotKeepAFolder() throws IOException {
        Path old = made(PREFIX + ProcessHandle.current().pid() + "-eeeeeeeeeeee");
        Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
        RunFolder.create().delete();
        assertFalse(Files.exists(old), "made long before this process was started: of another with its pid");
    }

    @Test
    void foldersThatAreNotOursStay() throws IOException {
        Path[] others = {
            made("parley-somebodyelse.test-1-0123456789ab"),
            made(PREFIX + "notapid-0123"),
            made(PREFIX + "99999999999999999999999-0123"),
        };
        RunFolder.create().delete();
        for (Path other : others) {
            assertTrue(Files.exists(other), other.toString());
            new RunFolder(other).delete();
        }
    }

    @Test
    void aLinkInItIsNotFollowed() throws IOException, InterruptedException {
        Path outside = Files.createTempFile("parley", ".test");
        Path left = made(PREFIX + deadPid() + "-0123456789ac");
        Files.createSymbolicLink(left.resolve("link"), outside);
        Files.createSymbolicLink(left.resolve("folder"), outside.getParent());
        RunFolder.create().delete();
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(outside));
        Files.delete(outside);
    }
}
