package parley.python;

import java.io.IOException;
import java.util.IdentityHashMap;
import parley.builtin.Descriptors;
import parley.memory.Libc;

/**
 * The system's numbers of open files: GraalPy's are its own, and other programs do not know them.
 *
 * <pre>
 *   fd ─▶ the channel under it ─▶ the system's number of that
 *                             └─▶ was a standard stream at first: a copy of that, since the stream may be moved
 * </pre>
 *
 * Threads that have the interpreter.
 */
final class SystemNumbers {
    private static final int STREAMS = 3;
    private static final int LEAST = 64; // above those that programs count on

    private final IdentityHashMap<Object, Integer> originals = new IdentityHashMap<>();

    private void keep(int stream) {
        try {
            originals.put(Descriptors.channel(stream), Libc.copy(stream, LEAST));
        } catch (IOException e) {
            // closed from the start
        }
    }

    /** The system's number of what Python has open under another, or -1 where it is none of the system's files. */
    int number(int descriptor) {
        if (originals.isEmpty()) {
            for (int number = 0; number < STREAMS; number++) {
                keep(number);
            }
        }
        try {
            Object channel = Descriptors.channel(descriptor);
            Integer original = originals.get(channel);
            return original == null ? Descriptors.number(channel) : original;
        } catch (IOException e) {
            return -1; // GraalPy says so
        }
    }
}
