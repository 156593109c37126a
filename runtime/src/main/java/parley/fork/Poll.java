package parley.fork;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import parley.trace.BugFailure;

/** Waits for several things at once: for input, and for the ends of processes. */
final class Poll {
    /** {@code struct pollfd}: int fd, short events, short revents. */
    private static final StructLayout ASKED = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("fd"),
            ValueLayout.JAVA_SHORT.withName("events"),
            ValueLayout.JAVA_SHORT.withName("revents"));

    private static final long SIZE = ASKED.byteSize();
    private static final short POLLIN = 1;
    private static final long PIDFD_OPEN = 434; // on every architecture

    private Poll() {}

    /**
     * A descriptor that is ready once a process has ended.
     *
     * @return to be closed; -1 where the process is not there
     */
    static int end(int pid) {
        try {
            return (int) (long) Native.C.SYSCALL.invokeExact(PIDFD_OPEN, pid, 0);
        } catch (Throwable e) {
            throw new BugFailure("native call failed: name=pidfd_open", e);
        }
    }

    /** Which of the descriptors have input, an end, or a closed other side; waits for one, but not longer. */
    static List<Integer> ready(List<Integer> descriptors, int millis) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(ASKED, descriptors.size());
            for (int i = 0; i < descriptors.size(); i++) {
                asked.set(ValueLayout.JAVA_INT, i * SIZE, descriptors.get(i));
                asked.set(ValueLayout.JAVA_SHORT, i * SIZE + 4, POLLIN);
            }
            int count = (int) Native.C.POLL.invokeExact(asked, (long) descriptors.size(), millis);
            List<Integer> ready = new ArrayList<>();
            for (int i = 0; count > 0 && i < descriptors.size(); i++) {
                if (asked.get(ValueLayout.JAVA_SHORT, i * SIZE + 6) != 0) {
                    ready.add(descriptors.get(i));
                }
            }
            return ready;
        } catch (Throwable e) {
            throw new BugFailure("native call failed: name=poll", e);
        }
    }
}
