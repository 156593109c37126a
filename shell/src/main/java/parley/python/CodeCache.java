package parley.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Python code that was compiled by an earlier process, in the user's cache folder: to compile our modules takes a cold
 * process ten times as long as to read what came out. The launcher says where; a program started otherwise compiles.
 *
 * <pre>
 *   FOLDER/pyc/...          Python's own cache, for the standard library and the user's modules
 *   FOLDER/NAME-HASH        ours: what marshal makes of a module in the jar; HASH of its text, place and Python's version
 * </pre>
 *
 * Any thread, any number of processes: a file appears whole. What cannot be read or written is compiled again.
 */
final class CodeCache {
    private static final String FOLDER = System.getProperty("parley.python.code", "");

    private final String version;

    /** For code of one version of GraalPy: that of another one cannot be read. */
    CodeCache(String version) {
        this.version = version;
    }

    /** Has Python keep what it compiles in the cache folder too, and nothing beside the sources. */
    static Map<String, String> options() {
        return FOLDER.isEmpty()
                ? Map.of()
                : Map.of("python.DontWriteBytecodeFlag", "false", "python.PyCachePrefix", FOLDER + "/pyc");
    }

    byte @Nullable [] read(String place, String source) {
        try {
            return FOLDER.isEmpty() ? null : Files.readAllBytes(file(place, source));
        } catch (IOException e) {
            return null;
        }
    }

    void write(String place, String source, byte[] code) {
        if (FOLDER.isEmpty()) {
            return;
        }
        try {
            Path fresh = Files.createTempFile(
                    Path.of(FOLDER),
                    "code-",
                    ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, code);
            Files.move(fresh, file(place, source), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // the next process tries again
        }
    }

    private Path file(String place, String source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {version, place, source}) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            String name = place.substring(place.lastIndexOf('/') + 1);
            return Path.of(FOLDER, name + "-" + HexFormat.of().formatHex(digest.digest(), 0, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
