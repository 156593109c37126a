package parley.python;

import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import parley.builtin.Builtins;
import parley.memory.SharedMemory;
import parley.trace.BugFailure;

/**
 * Shared memory as {@code multiprocessing/shared_memory.py} uses it. Public for Python code. Any thread.
 *
 * @param memory null where there is none
 * @param problem why not: {@code exists}, {@code missing}, or a message; else empty
 */
public record MemoryPort(@Nullable SharedMemory memory, String problem) {
    private SharedMemory there() {
        if (memory == null) {
            throw new BugFailure("no shared memory: because=" + problem, null);
        }
        return memory;
    }

    public String name() {
        return there().name();
    }

    public long size() {
        return there().size();
    }

    /** The bytes as a bytearray that is not copied; for a view of it. */
    public Object bytes() {
        return Builtins.bytes(there().place(), there().size());
    }

    public void close() {
        there().close();
    }

    /** False where somebody has done so before. */
    public boolean unlink() {
        try {
            there().unlink();
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
