package parley.fork;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;

/**
 * What the JVM runs at its end. A copy of the fork server must not run what the server had asked for; and one that asked
 * for nothing need not go the JVM's long way out, which takes longer than many a job.
 *
 * <p>The JDK does not tell who registered what: read by reflection, for which the server's JVM opens {@code java.lang}
 * and {@code java.io}. For the thread that goes on in a copy.
 */
final class ShutdownHooks {
    private static boolean forgotten;

    private ShutdownHooks() {}

    /** In a copy, first: nothing is to be run. */
    static void forget() {
        forgotten = true;
        registered().clear();
        filesToDelete().clear();
    }

    /** In a process that will be copied: its copies find what they will read. */
    static void find() {
        var _ = registered().size() + filesToDelete().size();
    }

    /** Whether this is a copy, and nothing is to be run but one of our own. */
    static boolean isOnly(Thread ours) {
        return forgotten
                && registered().keySet().equals(Set.of(ours))
                && filesToDelete().isEmpty();
    }

    private static Map<?, ?> registered() {
        return (Map<?, ?>) orNone(read("java.lang.ApplicationShutdownHooks", "hooks"), new IdentityHashMap<>());
    }

    private static Collection<?> filesToDelete() {
        return (Collection<?>) orNone(read("java.io.DeleteOnExitHook", "files"), new HashSet<>());
    }

    /** A JVM that ends already has none any more. */
    private static Object orNone(@Nullable Object read, Object none) {
        return read == null ? none : read;
    }

    private static @Nullable Object read(String type, String name) {
        try {
            Field field = Class.forName(type).getDeclaredField(name);
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("shutdown hooks cannot be read: type=" + type, e);
        }
    }
}
