package parley.pickle;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import parley.trace.UserFailure;

/**
 * What somebody sends as a pickle is read, within what it is allowed, or refused as documented; and what was read can be
 * written and read again.
 */
public final class UnpicklerFuzz {
    private static final int ALLOWED = 1 << 17; // more than a memo with the largest gap takes, times two
    private static final int MOST_TAKEN = 1 << 22; // what is taken and given back counts, too

    private UnpicklerFuzz() {}

    /** Called by the fuzzer, and by the test that replays what it found. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        long before = allocated();
        Object value = loads(bytes);
        if (allocated() - before > most(bytes)) { // or it was a class, loaded by the first who needs it
            before = allocated();
            value = loads(bytes);
            long taken = allocated() - before;
            if (taken > most(bytes)) {
                throw new AssertionError("memory is not kept: bytes=" + bytes.length + ", taken=" + taken);
            }
        }
        for (int protocol = 2; protocol <= 5; protocol++) {
            byte[] once = again(dumps(value, protocol), protocol); // where old names have become today's
            if (!Arrays.equals(once, again(once, protocol))) {
                throw new AssertionError("another value: protocol=" + protocol);
            }
        }
    }

    private static byte[] again(byte[] pickle, int protocol) {
        return pickle == null ? null : dumps(Pickle.loads(pickle), protocol);
    }

    private static Object loads(byte[] bytes) {
        try {
            return new Unpickler(bytes, Map.of(), new Allowance(bytes.length, bytes.length + ALLOWED)).load();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static long most(byte[] bytes) {
        return MOST_TAKEN + 200L * bytes.length;
    }

    private static byte[] dumps(Object value, int protocol) {
        try {
            return Pickle.dumps(value, protocol);
        } catch (UserFailure e) {
            return null; // what only a newer protocol can say, or Python's type not hold
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
