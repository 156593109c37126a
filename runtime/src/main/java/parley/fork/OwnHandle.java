package parley.fork;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import parley.trace.BugFailure;
import parley.trace.Self;

/**
 * {@link ProcessHandle#current()}, which the JDK makes once: in a copy it would name the original, and who ends what it
 * names would end that one. Found in the original, by {@code Unsafe} and by name, as {@link RandomSeeds}. One thread at a
 * time.
 */
final class OwnHandle {
    private final Object unsafe;
    private final Method get;
    private final Method put;
    private final long pid;
    private final long start;

    private OwnHandle() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        unsafe = instance.get(null);
        get = type.getMethod("getLong", Object.class, long.class);
        put = type.getMethod("putLong", Object.class, long.class, long.class);
        Method offset = type.getMethod("objectFieldOffset", Field.class);
        Class<?> handle = ProcessHandle.current().getClass();
        pid = (long) offset.invoke(unsafe, handle.getDeclaredField("pid"));
        start = (long) offset.invoke(unsafe, handle.getDeclaredField("startTime"));
    }

    /** In the original; goes through it once, so that a copy finds it linked. */
    static OwnHandle find() {
        try {
            OwnHandle found = new OwnHandle();
            found.renew();
            return found;
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the handle of this process cannot be reached", e);
        }
    }

    /** It names this process. */
    void renew() {
        ProcessHandle.of(Self.pid()).ifPresent(this::take);
    }

    private void take(ProcessHandle own) {
        try {
            for (long place : new long[] {pid, start}) {
                put.invoke(unsafe, ProcessHandle.current(), place, get.invoke(unsafe, own, place));
            }
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the handle of this process cannot be made anew in a copy", e);
        }
    }
}
