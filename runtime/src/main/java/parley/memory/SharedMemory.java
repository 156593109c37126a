package parley.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;

/**
 * A block of bytes with a name, as Python's {@code multiprocessing.shared_memory.SharedMemory}: any process of this
 * machine and user finds it by that name, also one of another program, until it is unlinked.
 *
 * <pre>
 *   create(name, size) ──▶ a file of the shared-memory file system, zeros, 0600
 *   attach(name)       ──▶ the same bytes here
 *   close()                this process sees them no more          unlink()   nobody finds them any more
 * </pre>
 *
 * What a session creates and does not unlink ends with it: the run folder remembers the names. Any thread; reads and
 * writes are not ordered between processes, which use a lock for that.
 */
public final class SharedMemory implements AutoCloseable {
    private static final String PREFIX = "psm_";

    private final String name;
    private final Path file;
    private final MemorySegment mapping;
    private final Arena open = Arena.ofShared();
    private final MemorySegment segment;
    private boolean closed;

    private SharedMemory(String name, Path file, MemorySegment mapping) {
        this.name = name;
        this.file = file;
        this.mapping = mapping;
        this.segment = whileOpen(mapping);
    }

    @SuppressWarnings("restricted")
    private MemorySegment whileOpen(MemorySegment whole) {
        return whole.reinterpret(open, null);
    }

    /**
     * Makes a block of zeros.
     *
     * @param name without a slash, or null for a fresh one
     * @param size in bytes, above 0
     * @return the block, to be unlinked by somebody
     * @throws FileAlreadyExistsException where there is one of that name
     * @throws UserFailure where the size is not above 0, the name is none, or memory is short
     */
    public static SharedMemory create(@Nullable String name, long size) throws FileAlreadyExistsException {
        if (size <= 0) {
            throw new UserFailure("'size' must be a positive number different from zero: size=" + size);
        }
        String chosen = name == null ? freshName() : name;
        Path file = file(chosen);
        Path record = Member.current().folder().named(chosen);
        try {
            Files.createDirectories(java.util.Objects.requireNonNull(record.getParent()));
            try (FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                Files.write(record, new byte[0]);
                fill(channel, size, chosen);
                return new SharedMemory(chosen, file, map(channel));
            }
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("shared memory cannot be made: name=" + chosen, e);
        }
    }

    /** Zeros, written: a file with holes would end the process that first touches one when memory has run out. */
    private static void fill(FileChannel channel, long size, String name) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 16);
        try {
            for (long at = 0; at < size; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
                at += channel.write(zeros, at);
            }
        } catch (IOException e) {
            Files.deleteIfExists(file(name));
            throw new UserFailure(
                    "out of shared memory: name=" + name + ", bytes=" + size + ", because=" + e.getMessage());
        }
    }

    /**
     * A block that some process made.
     *
     * @param name its name
     * @return the same bytes, here
     * @throws NoSuchFileException where there is none
     */
    public static SharedMemory attach(String name) throws NoSuchFileException {
        Path file = file(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() == 0) {
                throw new UserFailure("cannot mmap an empty file: name=" + name);
            }
            return new SharedMemory(name, file, map(channel));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("shared memory cannot be opened: name=" + name, e);
        }
    }

    /** For ever: an address that was handed out may be used after {@link #close()}, where zeros lie then. */
    private static MemorySegment map(FileChannel channel) throws IOException {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), Arena.global());
    }

    private static Path file(String name) {
        String plain = name.startsWith("/") ? name.substring(1) : name;
        if (plain.isEmpty() || plain.contains("/") || plain.equals(".") || plain.equals("..")) {
            throw new UserFailure("not a name for shared memory: name=" + name);
        }
        return RunFolder.base().resolve(plain);
    }

    private static String freshName() {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        return PREFIX + HexFormat.of().formatHex(random);
    }

    /**
     * Its name.
     *
     * @return for {@link #attach}, here or in Python
     */
    public String name() {
        return name;
    }

    /**
     * How much it is.
     *
     * @return in bytes
     */
    public long size() {
        return mapping.byteSize();
    }

    /**
     * The bytes.
     *
     * @return writable; usable until {@link #close()}
     */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Where the bytes are in this process and its copies, for who reaches them without this object.
     *
     * @return an address; after {@link #close()} zeros lie there
     */
    public long place() {
        return mapping.address();
    }

    /** Says that this process uses it no more; the second call does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            open.close();
            Libc.forget(mapping);
        }
    }

    /**
     * Takes its name away; its bytes end when the last process has closed it.
     *
     * @throws NoSuchFileException where somebody has done so before
     */
    public void unlink() throws NoSuchFileException {
        try {
            Files.deleteIfExists(Member.current().folder().named(name));
            Files.delete(file);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("shared memory cannot be unlinked: name=" + name, e);
        }
    }

    /**
     * What the session has made and nobody has unlinked yet; it goes with the session.
     *
     * @param folder the session's
     * @return the names
     */
    public static List<String> left(RunFolder folder) {
        try (Stream<Path> records = Files.list(folder.named(""))) {
            return records.map(record -> record.getFileName().toString())
                    .filter(name -> Files.exists(RunFolder.base().resolve(name)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // nothing was made
        }
    }

    /** Before a session's folder goes: what was made in it and has a name still. */
    static void unlinkAll(Path records) {
        try (var names = Files.newDirectoryStream(records)) {
            for (Path record : names) {
                Files.deleteIfExists(
                        RunFolder.base().resolve(record.getFileName().toString()));
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // nothing was made, or somebody else deletes it now
        }
    }

    @Override
    public String toString() {
        return "SharedMemory('" + name + "', size=" + size() + ")";
    }
}
