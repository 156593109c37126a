package parley.repl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jline.nativ.OSInfo;

/**
 * What the prompt keeps between starts: {@code $XDG_STATE_HOME/parley}, private to the user. Where it cannot be made,
 * nothing is kept and all else works.
 *
 * @param path exists, 0700
 */
record StateFolder(Path path) {
    private static final String PRIVATE_FOLDER = "rwx------";
    private static final String PRIVATE_FILE = "rw-------";

    static Optional<StateFolder> open() {
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state != null && state.startsWith("/")
                ? Path.of(state)
                : Path.of(System.getProperty("user.home", "/nonexistent"), ".local", "state");
        Path path = base.resolve("parley");
        try {
            Files.createDirectories(base);
            if (!Files.isDirectory(path)) {
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE_FOLDER)));
            }
            return Optional.of(new StateFolder(path));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** The history file, empty at first; nobody else may read what was typed. */
    Optional<Path> history() {
        Path file = path.resolve("history");
        try {
            makePrivate(file);
            return Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Writes a report of our own mistake. */
    Optional<Path> bugReport(String trace) {
        Path file = path.resolve("bug-"
                + LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"))
                + ".txt");
        String system = "Parley on Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch");
        try {
            makePrivate(file);
            Files.writeString(file, system + "\n" + trace + "\n", StandardOpenOption.APPEND);
            return Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Keeps JLine's native library here, once. JLine itself would unpack it into the folder for temporary files at
     * every start, and leave it there when it is killed.
     */
    void keepNativeLibrary(String version) {
        String name = System.mapLibraryName("jlinenative");
        Path folder = path.resolve("jline-" + version);
        try {
            if (!Files.exists(folder.resolve(name))) {
                Files.createDirectories(folder);
                Path fresh = Files.createTempFile(folder, "new", ".tmp");
                String resource = "/org/jline/nativ/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
                try (InputStream in = OSInfo.class.getResourceAsStream(resource)) {
                    if (in == null) {
                        return; // not a system that it knows: it finds its own way
                    }
                    Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    Files.deleteIfExists(fresh);
                }
            }
            System.setProperty("library.jline.path", folder.toString());
            System.setProperty("library.jline.name", name);
        } catch (IOException e) {
            // JLine unpacks it then
        }
    }

    private static void makePrivate(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE_FILE)));
        }
    }
}
