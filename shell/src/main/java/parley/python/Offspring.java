package parley.python;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import parley.builtin.Started;
import parley.fork.AtFork;
import parley.memory.Deadline;
import parley.memory.Libc;
import parley.process.Child;
import parley.process.Program;
import parley.trace.StoppedFailure;

/**
 * The children that {@code os.waitpid} may wait for, each until somebody has: copies by {@code os.fork}, what {@code
 * subprocess} started, and by its number any process of ours. Any thread.
 */
final class Offspring {
    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;

    // what waitid is asked, as Linux numbers it
    private static final int NO_HANG = 1;
    private static final int STOPPED = 2;
    private static final int EXITED = 4;
    private static final int CONTINUED = 8;
    private static final int KEEP = 1 << 24;
    private static final int ONE_PROCESS = 1;

    // what it says, in the numbers of its record
    private static final int RECORD = 16;
    private static final int CODE_AT = 1;
    private static final int PID_AT = 2;
    private static final int STATUS_AT = 3;
    private static final int HAS_CONTINUED = 6;
    private static final int STATUS_CONTINUED = 0xffff;
    private static final int STATUS_STOPPED = 0x7f;

    /** Somebody to wait for. */
    private sealed interface One {
        int pid();

        /** Its exit code, minus the signal where one ended it; null while it lives. */
        @Nullable
        Integer exitcode();

        void join(long nanos);

        record Ours(Child child) implements One {
            @Override
            public int pid() {
                return (int) child.pid();
            }

            @Override
            public @Nullable Integer exitcode() {
                return child.exitcode();
            }

            @Override
            public void join(long nanos) {
                boolean _ = child.join(nanos);
            }
        }

        record Spawned(Program program) implements One {
            @Override
            public int pid() {
                return program.pid();
            }

            @Override
            public @Nullable Integer exitcode() {
                return program.exitcode().getNow(null);
            }

            @Override
            public void join(long nanos) {
                try {
                    int _ = program.exitcode().get(nanos < 0 ? Long.MAX_VALUE : nanos, TimeUnit.NANOSECONDS);
                } catch (TimeoutException | ExecutionException e) {
                    // who asks looks again
                } catch (InterruptedException e) {
                    throw new StoppedFailure("stopped: while=waiting for process " + pid());
                }
            }
        }

        record Foreign(Started program) implements One {
            @Override
            public int pid() {
                return (int) program.pid();
            }

            @Override
            public @Nullable Integer exitcode() {
                if (program.process().isAlive()) {
                    return null;
                }
                int code = program.process().exitValue(); // Java says 128 and the signal
                return code > SIGNALLED && code <= SIGNALLED + LAST_SIGNAL ? SIGNALLED - code : code;
            }

            @Override
            public void join(long nanos) {
                try {
                    boolean _ = program.process().waitFor(nanos < 0 ? Long.MAX_VALUE : nanos, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    throw new StoppedFailure("stopped: while=waiting for process " + pid());
                }
            }
        }
    }

    private final Map<Integer, One> all = new ConcurrentHashMap<>();

    Offspring() {
        AtFork.inChild(all::clear);
    }

    void add(Child copy) {
        all.put((int) copy.pid(), new One.Ours(copy));
    }

    void add(Started program) {
        all.put((int) program.pid(), new One.Foreign(program));
    }

    void add(Program program) {
        all.put(program.pid(), new One.Spawned(program));
    }

    /** See {@link ProgramsPort#waitPid}. */
    @Nullable
    List<Integer> waitPid(int pid, int options, Interrupts interrupts) {
        List<One> asked = pid > 0 ? one(pid) : List.copyOf(all.values());
        if (asked.isEmpty()) {
            return null;
        }
        while (true) {
            for (One child : asked) {
                Integer status = status(child, options);
                if (status != null) {
                    return List.of(child.pid(), status);
                }
            }
            if ((options & NO_HANG) != 0) {
                return List.of(0, 0);
            }
            boolean onlyItsEnd = asked.size() == 1 && (options & (EXITED | STOPPED | CONTINUED)) == EXITED;
            long slice = onlyItsEnd ? Deadline.FOREVER : Deadline.SLICE / 10;
            boolean stopped = interrupts.blocking(
                    () -> {
                        asked.getFirst().join(slice);
                        return false;
                    },
                    true);
            if (stopped) {
                return List.of();
            }
        }
    }

    /** What happened to a child, of what is asked for; null where nothing did. */
    private @Nullable Integer status(One child, int options) {
        Integer exitcode = (options & EXITED) == 0 ? null : child.exitcode();
        if (exitcode == null) {
            return (options & (STOPPED | CONTINUED)) == 0 ? null : changed(child.pid(), options & ~EXITED);
        }
        if ((options & KEEP) == 0) {
            all.remove(child.pid());
        }
        return exitcode < 0 ? -exitcode : exitcode << Byte.SIZE;
    }

    /** That it stopped, or goes on: this the system tells who asks, and its end to who waits for that. */
    private static @Nullable Integer changed(int pid, int options) {
        long[] record = new long[RECORD];
        int failed =
                Libc.call("waitid", ONE_PROCESS, pid, record, options | NO_HANG).value();
        if (failed != 0 || (int) record[PID_AT] != pid) {
            return null;
        }
        return (int) record[CODE_AT] == HAS_CONTINUED
                ? STATUS_CONTINUED
                : (int) record[STATUS_AT] << Byte.SIZE | STATUS_STOPPED;
    }

    private List<One> one(int pid) {
        One known = all.get(pid);
        return known != null
                ? List.of(known)
                : Child.active_children().stream()
                        .filter(child -> child.pid() == pid)
                        .<One>map(One.Ours::new)
                        .toList();
    }
}
