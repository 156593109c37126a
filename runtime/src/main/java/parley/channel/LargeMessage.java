package parley.channel;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import parley.memory.Member;
import parley.memory.RunFolder;

/**
 * A message that is too long for its ring: a file of the run folder, written before its number enters the ring, and
 * deleted by who takes it. No channels here: an interrupt would close them, and lose the message. Has no state.
 */
final class LargeMessage {
    private LargeMessage() {}

    /** Gives the number that goes into the ring. */
    static long write(Member writer, byte[] message) {
        long number = writer.nextSpill();
        Path file = writer.folder().spill(number);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (var out = new FileOutputStream(file.toFile())) {
                out.write(message);
            } catch (IOException e) {
                Files.delete(file); // or a full file system stays full
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a large message cannot be kept: bytes=" + message.length + ", because=" + e.getMessage(), e);
        }
        return number;
    }

    /** The message whose number was in the ring, as bytes; for the only one who took it. */
    static byte[] take(RunFolder folder, byte[] number) {
        Path file = file(folder, number);
        try {
            byte[] message = read(file);
            Files.delete(file);
            return message;
        } catch (IOException e) {
            throw new UncheckedIOException("a large message is gone: file=" + file.getFileName(), e);
        }
    }

    /** Leaves it where it is; null where it was taken meanwhile. */
    static byte @Nullable [] look(RunFolder folder, byte[] number) {
        try {
            return read(file(folder, number));
        } catch (IOException e) {
            return null;
        }
    }

    private static Path file(RunFolder folder, byte[] number) {
        return folder.spill(MemorySegment.ofArray(number).get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    }

    private static byte[] read(Path file) throws IOException {
        try (var in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }
}
