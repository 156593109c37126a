package parley.fork;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import parley.fork.Fork.Ended;
import parley.trace.BugFailure;

/**
 * Waits for the ends of this process's copies, and of the fork server's that run for it: one thread for all of them, that
 * is there only while one lives. Any thread.
 */
public final class Reaper {
    private static volatile Reaper current = new Reaper();

    static {
        AtFork.inChild(() -> current = new Reaper()); // the original's children are not the copy's
    }

    private final Map<Integer, Runnable> awaited = new HashMap<>(); // what to do, by descriptor; guarded by this
    private int @Nullable [] alarm; // a pipe: more to wait for; guarded by this

    private Reaper() {}

    /**
     * Takes the exit code of a child when it has ended.
     *
     * @param pid of {@link Fork#fork}
     * @param whenEnded gets its exit code, minus the signal where one killed it; must not wait for anything
     */
    public static void watch(int pid, IntConsumer whenEnded) {
        int end = Poll.end(pid);
        current.add(end, () -> {
            Peer.close(end);
            Ended ended = Fork.waitFor(pid);
            whenEnded.accept(ended == null ? 1 : ended.exitcode());
        });
    }

    /**
     * Takes the exit code of a copy of the fork server when it has ended.
     *
     * @param copy started by this process
     * @param whenEnded gets its exit code, minus the signal where one killed it; 0 where the server was killed: the copy
     *     lived on, and nobody knows. Must not wait for anything
     */
    public static void watch(ForkClient.Copy copy, IntConsumer whenEnded) {
        current.add(copy.descriptor(), () -> {
            Integer exitcode = copy.waitFor();
            if (exitcode != null) {
                whenEnded.accept(exitcode);
                return;
            }
            int end = Poll.end(copy.pid());
            if (end < 0) {
                whenEnded.accept(0);
                return;
            }
            current.add(end, () -> {
                Peer.close(end);
                whenEnded.accept(0);
            });
        });
    }

    private synchronized void add(int descriptor, Runnable whenReady) {
        awaited.put(descriptor, whenReady);
        if (alarm == null) {
            alarm = ForkClient.pipe();
            int[] ends = alarm;
            Thread.ofPlatform().daemon().name("reaper").start(() -> run(ends[0]));
        } else {
            ring(alarm[1]);
        }
    }

    private void run(int alarmed) {
        while (true) {
            List<Integer> watched = new ArrayList<>();
            synchronized (this) {
                if (awaited.isEmpty()) {
                    close();
                    return;
                }
                watched.addAll(awaited.keySet());
            }
            watched.add(alarmed);
            for (int ready : Poll.ready(watched, -1)) {
                if (ready == alarmed) {
                    hear(alarmed);
                } else {
                    reap(ready);
                }
            }
        }
    }

    private void reap(int descriptor) {
        Runnable whenReady;
        synchronized (this) {
            whenReady = awaited.remove(descriptor);
        }
        if (whenReady != null) {
            whenReady.run();
        }
    }

    /** Under the lock: the next child finds no thread, and starts one. */
    private void close() {
        int[] ends = alarm;
        alarm = null;
        if (ends != null) {
            Peer.close(ends[0]);
            Peer.close(ends[1]);
        }
    }

    private static void ring(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            long _ = (long) Native.C.WRITE.invokeExact(descriptor, arena.allocate(1), 1L);
        } catch (Throwable e) {
            throw new BugFailure("native call failed: name=write", e);
        }
    }

    private static void hear(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment some = arena.allocate(ValueLayout.JAVA_BYTE, 64);
            long _ = (long) Native.C.READ.invokeExact(descriptor, some, 64L);
        } catch (Throwable e) {
            throw new BugFailure("native call failed: name=read", e);
        }
    }
}
