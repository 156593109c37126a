package parley.python;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import parley.memory.Member;
import parley.trace.Self;

/**
 * How many bytes at once get from Java to Python: through a file in shared memory, which Python reads thirty times faster
 * than it makes bytes of a text. One for each thread; it has no name any more once Python has opened it.
 *
 * <pre>
 *   Java lays the bytes out ─▶ Python: has it opened the file of this process? ─ no ─▶ opens it by its path, which ends then
 *                                  └─▶ reads so many from the start
 * </pre>
 */
final class Stage {
    private static final ThreadLocal<@Nullable Stage> OWN = new ThreadLocal<>();

    private final long pid = Self.pid(); // a copy of this process must have another file
    private final Path path;
    private final RandomAccessFile file;

    private Stage() throws IOException {
        path = Member.current().folder().stage(pid, Thread.currentThread().threadId());
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        file = new RandomAccessFile(path.toFile(), "rw");
    }

    private static Stage own() throws IOException {
        Stage stage = OWN.get();
        if (stage == null || stage.pid != Self.pid()) {
            stage = new Stage();
            OWN.set(stage);
        }
        return stage;
    }

    /** Lays bytes out, from the start. */
    static void show(byte[] bytes) {
        try {
            RandomAccessFile file = own().file;
            file.seek(0);
            file.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes cannot be handed to Python: count=" + bytes.length, e);
        }
    }

    /** The calling thread's. */
    static String path() {
        try {
            return own().path.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("no file in the run folder", e);
        }
    }

    /** Python has opened it. */
    static void opened() {
        try {
            Files.deleteIfExists(own().path);
        } catch (IOException e) {
            // the run folder takes it along
        }
    }
}
