package parley.fork;

import java.lang.foreign.Arena;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import parley.trace.BugFailure;

/**
 * Makes a copy of the fork server stand where its client stands: streams, current folder, umask, environment.
 *
 * <p>The JDK remembers folder and environment from its own start; they are put right by reflection, for which the
 * server's JVM opens {@code java.lang}, {@code java.io} and {@code sun.nio.fs}.
 */
final class Surroundings {
    private Surroundings() {}

    static void take(Job job, List<Integer> files) {
        try (Arena arena = Arena.ofConfined()) {
            for (int stream = 0; stream < files.size(); stream++) {
                int _ = (int) Native.C.DUP2.invokeExact((int) files.get(stream), stream);
            }
            files.forEach(Peer::close);
            int _ = (int) Native.C.CHDIR.invokeExact(arena.allocateFrom(job.folder()));
            if (job.umask() >= 0) {
                int _ = (int) Native.C.UMASK.invokeExact(job.umask());
            }
            folder(job.folder());
            environment(job.environment());
        } catch (Throwable e) {
            throw new BugFailure("a copy of the fork server cannot take its client's place", e);
        }
        TimeZone.setDefault(null);
    }

    /** Java resolves relative names of files against what it remembers. */
    private static void folder(String folder) throws ReflectiveOperationException {
        System.setProperty("user.dir", folder);
        Object files = FileSystems.getDefault();
        field(files.getClass().getSuperclass(), "defaultDirectory").set(files, folder.getBytes(StandardCharsets.UTF_8));
        Object old = field(java.io.File.class, "FS").get(null);
        field(old.getClass(), "userDir").set(old, folder);
    }

    /** The map behind {@code System.getenv()}; its keys and values are of private types. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void environment(Map<String, String> environment) throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.lang.ProcessEnvironment");
        Map current = (Map) field(type, "theEnvironment").get(null);
        Method variable = opened(
                Class.forName("java.lang.ProcessEnvironment$Variable").getDeclaredMethod("valueOf", String.class));
        Method value =
                opened(Class.forName("java.lang.ProcessEnvironment$Value").getDeclaredMethod("valueOf", String.class));
        current.clear();
        for (var entry : environment.entrySet()) {
            current.put(variable.invoke(null, entry.getKey()), value.invoke(null, entry.getValue()));
        }
    }

    private static Method opened(Method method) {
        method.setAccessible(true);
        return method;
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
