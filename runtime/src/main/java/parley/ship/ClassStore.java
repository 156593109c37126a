package parley.ship;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;

/**
 * The classes typed at the prompt, as files that every process of the session can read.
 *
 * <pre>
 *   folder/&lt;SHA-256 of the class file&gt;     0600 in a 0700 folder, complete when it appears, never changed
 * </pre>
 *
 * A name does not identify a class, because it can be typed anew; its content does. Any thread.
 */
public final class ClassStore {
    private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();
    private static volatile @Nullable Supplier<Path> folder;

    private ClassStore() {}

    /**
     * Sets the folder of this process's session; asked for when the first class is written or read.
     *
     * @param classes where it is, or will be made
     */
    public static void use(Supplier<Path> classes) {
        folder = classes;
        WRITTEN.clear();
    }

    /** Writes a class file, if it is not there yet, and gives its hash. */
    static String put(byte[] bytes) {
        String hash = HexFormat.of().formatHex(sha256().digest(bytes));
        if (!WRITTEN.contains(hash)) {
            try {
                write(folder(), hash, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("class cannot be written for other processes: folder=" + folder(), e);
            }
            WRITTEN.add(hash);
        }
        return hash;
    }

    /** Reads a class file. */
    static byte[] get(String hash) throws IOException {
        return Files.readAllBytes(folder().resolve(hash));
    }

    private static void write(Path folder, String hash, byte[] bytes) throws IOException {
        Path file = folder.resolve(hash);
        if (Files.exists(file)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            makeFolder(folder);
        }
        // another process may write the same class now: each its own file, then a rename
        Path fresh = Files.createTempFile(folder, "class-", "");
        Files.write(fresh, bytes, StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // another process was faster
        }
    }

    private static Path folder() {
        Supplier<Path> known = folder;
        if (known == null) {
            throw new BugFailure("no folder for classes is set in this process", null);
        }
        return known.get();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new BugFailure("every Java has SHA-256", e);
        }
    }
}
