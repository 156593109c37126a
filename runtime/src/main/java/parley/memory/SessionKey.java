package parley.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key by which the processes of a session know each other on sockets: a private file of its folder. */
public final class SessionKey {
    private static final int BYTES = 32;

    private SessionKey() {}

    /**
     * The key; made by who first asks.
     *
     * @param folder the session's
     * @return hexadecimal digits
     */
    public static String of(RunFolder folder) {
        Path file = folder.path().resolve("authkey");
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the session's key cannot be read: file=" + file, e);
        }
    }

    /** Whole before it has its name: another process may ask at the same time. */
    private static void make(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path fresh = Files.createTempFile(
                file.getParent(),
                "authkey",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, HexFormat.of().formatHex(random));
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // another one was faster: its key it is
        } finally {
            Files.delete(fresh);
        }
    }
}
