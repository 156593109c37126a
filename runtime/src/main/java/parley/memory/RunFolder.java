package parley.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.trace.Self;

/**
 * The folder that holds everything of one session that is not a process; 0700, in the shared-memory file system. Its
 * name carries the pid of who made it, so that a later start can tell a leftover from a living one.
 *
 * @param path an absolute path
 */
public record RunFolder(Path path) {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String NAMED = "named";
    private static final Pattern NAME = Pattern.compile("parley-[^-]+-(\\d{1,18})-[0-9a-f]+");

    /**
     * Makes a fresh one, and removes those whose maker is dead.
     *
     * @return empty
     */
    public static RunFolder create() {
        Path base = base();
        sweep(base);
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        String name = prefix() + Self.pid() + "-" + HexFormat.of().formatHex(random);
        Path path = base.resolve(name);
        try {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("run folder cannot be made: path=" + path, e);
        }
        return new RunFolder(path);
    }

    /**
     * Where run folders are made: {@code /dev/shm}, or the folder for temporary files where there is none.
     *
     * @return an existing folder
     */
    public static Path base() {
        return Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    /**
     * A file of the segment.
     *
     * @param number from 0
     * @return its path
     */
    Path segment(int number) {
        return path.resolve("segment-" + number);
    }

    /**
     * The file of one large message.
     *
     * @param number unique in the session
     * @return its path
     */
    public Path spill(long number) {
        return path.resolve("spill-" + number);
    }

    /**
     * Where prompt classes are, by content.
     *
     * @return its path; the folder is made by who first writes
     */
    public Path classes() {
        return path.resolve("classes");
    }

    /**
     * Says that the session made shared memory of that name.
     *
     * @param name of a {@link SharedMemory}
     * @return an empty file's path; its folder is made by who first writes
     */
    Path named(String name) {
        return path.resolve(NAMED).resolve(name.startsWith("/") ? name.substring(1) : name);
    }

    /**
     * The socket between front and session.
     *
     * @return its path
     */
    public Path control() {
        return path.resolve("control");
    }

    /**
     * The socket at which debuggers get the terminal.
     *
     * @return its path
     */
    public Path desk() {
        return path.resolve("desk");
    }

    /**
     * The socket of the session's own fork server.
     *
     * @param language of what its copies run
     * @return its path
     */
    public Path forkServer(String language) {
        return path.resolve("forkserver-" + language);
    }

    /** Deletes it with all that is in it; another process may do the same at the same time. */
    public void delete() {
        delete(path);
    }

    /** Deletes those of this user's sessions that were killed, as each new session does. */
    public static void sweep() {
        sweep(base());
    }

    private static void sweep(Path base) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, prefix() + "*")) {
            for (Path folder : folders) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches() && !lives(Long.parseLong(name.group(1)), folder)) {
                    delete(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // leftovers stay for the next start: nothing that this one needs
        }
    }

    /** Whether the process with that pid lives and was there when the folder was made: pids are used again. */
    private static boolean lives(long pid, Path folder) {
        if (!Liveness.lives(pid)) {
            return false;
        }
        try {
            var touched = Files.getLastModifiedTime(folder).toInstant().plusSeconds(2);
            var started = ProcessHandle.of(pid).flatMap(p -> p.info().startInstant());
            return started.isEmpty() || !started.get().isAfter(touched);
        } catch (IOException e) {
            return true; // somebody else deletes it now
        }
    }

    private static String prefix() {
        return "parley-" + System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9_.]", "_") + "-";
    }

    /** More than once: a worker of the session may still write while we delete. */
    private static void delete(Path folder) {
        SharedMemory.unlinkAll(folder.resolve(NAMED));
        for (int i = 0; i < 3 && Files.exists(folder, LinkOption.NOFOLLOW_LINKS); i++) {
            deleteOnce(folder);
        }
    }

    private static void deleteOnce(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // somebody else deletes it, or still writes: the next start sweeps
        }
    }
}
