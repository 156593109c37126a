package parley.memory;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import parley.trace.Self;

/**
 * The shared memory of one session; its layout is drawn in the package's description. Blocks are zero when they are
 * allocated, and stay where they are.
 */
public final class Segment {
    static final long PROCESSES = 4096;
    static final long HEAP = PROCESSES + (long) ProcessTable.ROWS * ProcessTable.ROW;

    private static final long MAGIC = 0x31_59454c524150L; // "PARLEY1"
    private static final long FIRST_SIZE = 2 << 20;
    private static final long NEXT_SIZE = 8 << 20;
    private static final int FILES = 4096;
    private static final long FOUNDER = 8;
    private static final long MUTEX = 16;
    private static final long FILE_COUNT = 20;
    private static final long NEXT = 24;
    private static final long FREE = 256;
    private static final int FILE_SHIFT = 40;
    private static final long ALIGNMENT = 64;
    private static final long LARGE = 1 << 15;

    private final RunFolder folder;
    private final boolean writable;
    private final AtomicReferenceArray<@Nullable MemorySegment> files = new AtomicReferenceArray<>(FILES);
    private final MemorySegment first;
    private final ProcessTable processes;
    private final ObjectTable objects;

    private Segment(RunFolder folder, boolean writable) throws IOException {
        this.folder = folder;
        this.writable = writable;
        this.first = map(folder.segment(0));
        files.set(0, first);
        processes = new ProcessTable(this, first);
        objects = new ObjectTable(this, first);
    }

    /**
     * Makes the segment of a new session.
     *
     * @param folder has none yet
     * @return empty
     */
    public static Segment create(RunFolder folder) {
        try {
            preallocate(folder.segment(0), FIRST_SIZE);
            Segment segment = new Segment(folder, true);
            LONG.set(segment.first, FOUNDER, Self.pid());
            INT.set(segment.first, FILE_COUNT, 1);
            LONG.set(segment.first, NEXT, HEAP);
            LONG.setVolatile(segment.first, 0L, MAGIC);
            return segment;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "shared memory cannot be made: folder=" + folder.path() + ", bytes=" + FIRST_SIZE, e);
        }
    }

    /**
     * Opens the segment of a session that runs, to look at it or to take part.
     *
     * @param folder the session's
     * @param writable false for those who only look
     * @return the segment, or null where the session has not made it yet
     */
    public static @Nullable Segment attach(RunFolder folder, boolean writable) {
        try {
            Segment segment = new Segment(folder, writable);
            boolean made =
                    segment.first.byteSize() >= FIRST_SIZE && (long) LONG.getVolatile(segment.first, 0L) == MAGIC;
            return made ? segment : null;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Who is in the session.
     *
     * @return the process table
     */
    public ProcessTable processes() {
        return processes;
    }

    /**
     * What the session has made.
     *
     * @return the object table
     */
    public ObjectTable objects() {
        return objects;
    }

    /**
     * The folder that holds this segment.
     *
     * @return the session's run folder
     */
    public RunFolder folder() {
        return folder;
    }

    /**
     * The session's main process.
     *
     * @return its pid
     */
    public long founder() {
        return (long) LONG.getVolatile(first, FOUNDER);
    }

    /**
     * Whether the session's main process lives.
     *
     * @return false once it is gone
     */
    public boolean founderLives() {
        return Liveness.lives(founder());
    }

    /**
     * Takes a block of zeros from the heap.
     *
     * @param size in bytes
     * @param me this process, {@link Member#owner()}
     * @return its address
     * @throws OutOfMemoryError where the shared-memory file system is full
     */
    public long allocate(long size, int me) {
        if (size < 1) {
            throw new IllegalArgumentException("a block has bytes: size=" + size);
        }
        long whole = whole(size);
        long list = list(whole);
        Mutex.lock(this, first, MUTEX, me);
        try {
            long free = (long) LONG.get(first, list);
            if (free != 0) {
                MemorySegment block = block(free, whole);
                LONG.setVolatile(first, list, (long) LONG.get(block, 0L));
                block.fill((byte) 0);
                return free;
            }
            return bump(whole);
        } finally {
            Mutex.unlock(first, MUTEX);
        }
    }

    /** What a block of that size takes: a power of two, or a quarter of one more where it is large. */
    private static long whole(long size) {
        long power = Math.max(ALIGNMENT, Long.highestOneBit(2 * size - 1));
        long step = power <= LARGE ? power : power / 8;
        return (size + step - 1) / step * step;
    }

    /** Where the free blocks of that size begin. */
    private static long list(long whole) {
        int power = Long.SIZE - Long.numberOfLeadingZeros(whole - 1);
        long quarter = whole <= LARGE ? 0 : (whole >>> (power - 3)) - 5;
        return FREE + Long.BYTES * (4L * power + quarter);
    }

    /**
     * Gives a block back.
     *
     * @param address from {@link #allocate}; nobody may use it any more
     * @param size as it was allocated
     * @param me this process, {@link Member#owner()}
     */
    public void free(long address, long size, int me) {
        long list = list(whole(size));
        Mutex.lock(this, first, MUTEX, me);
        try {
            LONG.set(block(address, 8), 0L, (long) LONG.get(first, list));
            LONG.setVolatile(first, list, address);
        } finally {
            Mutex.unlock(first, MUTEX);
        }
    }

    /** Under the mutex: the next {@code size} bytes, in a further file where this one is full. */
    private long bump(long size) {
        long next = (long) LONG.get(first, NEXT);
        int file = (int) (next >>> FILE_SHIFT);
        if (offset(next) + size > memory(file).byteSize()) {
            file = (int) INT.get(first, FILE_COUNT);
            if (file >= FILES) {
                throw new OutOfMemoryError("shared memory: the most files are in use: files=" + FILES);
            }
            try { // a file of that number is what a process left that was killed here: nobody uses it
                Files.deleteIfExists(folder.segment(file));
                preallocate(folder.segment(file), Math.max(NEXT_SIZE, size));
            } catch (IOException e) {
                throw new OutOfMemoryError("shared memory is full: wanted=" + Math.max(NEXT_SIZE, size) + " bytes, in="
                        + folder.path().getParent() + ", because=" + e.getMessage());
            }
            INT.setVolatile(first, FILE_COUNT, file + 1);
            next = (long) file << FILE_SHIFT;
        }
        LONG.setVolatile(first, NEXT, next + size);
        return next;
    }

    /**
     * The bytes at an address.
     *
     * @param address from {@link #allocate}, of any process of the session
     * @param size how many
     * @return a view; it keeps the memory mapped
     */
    public MemorySegment block(long address, long size) {
        return memory((int) (address >>> FILE_SHIFT)).asSlice(offset(address), size);
    }

    private static long offset(long address) {
        return address & ((1L << FILE_SHIFT) - 1);
    }

    private MemorySegment memory(int file) {
        MemorySegment memory = files.get(file);
        if (memory == null) {
            try {
                memory = map(folder.segment(file));
            } catch (IOException e) {
                throw new UncheckedIOException("shared memory is gone: file=" + folder.segment(file), e);
            }
            files.set(file, memory);
        }
        return memory;
    }

    @SuppressWarnings("restricted")
    private MemorySegment map(Path file) throws IOException {
        Set<StandardOpenOption> options =
                writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE) : Set.of(StandardOpenOption.READ);
        boolean interrupted = false;
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(file, options)) {
                    MemorySegment whole = channel.map(
                            writable ? MapMode.READ_WRITE : MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
                    return whole.reinterpret(whole.byteSize()); // of one class with the views of Leases: faster
                } catch (ClosedByInterruptException e) { // Ctrl-C is for who waits: note it, and map all the same
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Makes a file whose pages exist: a full file system is then an error here, and not a SIGBUS at some later store.
     */
    private static void preallocate(Path file, long size) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(file, mode);
        try (var out = new FileOutputStream(file.toFile())) { // no channel: that one an interrupt would close
            byte[] zeros = new byte[1 << 20];
            for (long left = size; left > 0; left -= zeros.length) {
                out.write(zeros, 0, (int) Math.min(zeros.length, left));
            }
        } catch (IOException e) {
            Files.delete(file); // or a full file system stays full
            throw e;
        }
    }
}
