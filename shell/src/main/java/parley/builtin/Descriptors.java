package parley.builtin;

import com.oracle.graal.python.runtime.PythonContext;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;

/** What GraalPy has under the numbers that Python code calls file descriptors. Any thread that has the interpreter. */
public final class Descriptors {
    private Descriptors() {}

    /** Where a kind of channel keeps its file, or the channels one of which it stands for. */
    private static final ClassValue<List<Field>> PLACES = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> kind) {
            List<Field> found = new ArrayList<>();
            for (Class<?> type = kind; type != null; type = type.getSuperclass()) {
                Stream.of(type.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .filter(field -> field.getType().equals(FileDescriptor.class)
                                || Channel.class.isAssignableFrom(field.getType()))
                        .forEach(found::add);
            }
            return found;
        }
    };

    private static final ClassValue<Method> FINDERS = new ClassValue<>() {
        @Override
        protected Method computeValue(Class<?> support) {
            try {
                Method finder = support.getSuperclass().getMethod("getFileChannel", int.class);
                finder.setAccessible(true);
                return finder;
            } catch (ReflectiveOperationException e) {
                throw new BugFailure("the descriptors of this GraalPy cannot be found", e);
            }
        }
    };

    private static final Set<String> LOCKS = Set.of("readLock", "writeLock", "positionLock"); // of streams, of files

    private static final ClassValue<Optional<Field>> MONITORS = new ClassValue<>() {
        @Override
        protected Optional<Field> computeValue(Class<?> kind) {
            return Stream.of(kind.getDeclaredFields())
                    .filter(field -> LOCKS.contains(field.getName()))
                    .filter(field -> field.getType().equals(Object.class))
                    .findFirst();
        }
    };

    /** Where a channel keeps the object whose monitor is meant. */
    record Monitor(Object channel, Field field) {}

    private static final Field NUMBER = number();

    /**
     * A channel, of a kind of GraalPy's.
     *
     * @param descriptor its number
     * @return what is open under it
     * @throws IOException nothing is
     */
    public static Object channel(int descriptor) throws IOException {
        Object found = find(descriptor);
        if (found == null) {
            throw new IOException("Bad file descriptor");
        }
        return found;
    }

    private static @Nullable Object find(int descriptor) {
        try {
            Object support = PythonContext.get(null).getPosixSupport();
            return FINDERS.get(support.getClass()).invoke(support, descriptor);
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the descriptors of this GraalPy cannot be asked for", e);
        }
    }

    /**
     * The system's own number of what a channel has open.
     *
     * @param channel a file, or one end of a pipe, perhaps wrapped
     * @return -1 where it has none, or cannot be asked
     */
    public static int number(Object channel) {
        for (Field place : PLACES.get(channel.getClass())) {
            switch (value(channel, place)) {
                case FileDescriptor file -> {
                    return number(file);
                }
                case Channel inner -> {
                    return number(inner);
                }
                case null, default -> {}
            }
        }
        return -1;
    }

    /**
     * The system's own number of what a read would wait for.
     *
     * @param descriptor its number for Python code
     * @return -1 where a read does not wait, or nothing is open
     */
    public static int waiting(int descriptor) {
        Object channel = find(descriptor);
        return channel == null || !isBlocking(channel) ? -1 : number(channel);
    }

    /**
     * Where the channel under a number, and those that it wraps, keep what a thread locks that reads or writes there.
     *
     * @param descriptor its number for Python code
     * @return none where nothing is open
     */
    static List<Monitor> monitors(int descriptor) {
        List<Monitor> found = new ArrayList<>();
        Object channel = find(descriptor);
        while (channel != null) {
            Object wrapper = channel;
            MONITORS.get(wrapper.getClass()).ifPresent(field -> found.add(new Monitor(wrapper, field)));
            channel = PLACES.get(wrapper.getClass()).stream()
                    .map(place -> value(wrapper, place))
                    .filter(Channel.class::isInstance)
                    .findFirst()
                    .orElse(null);
        }
        return found;
    }

    private static boolean isBlocking(Object channel) {
        return channel instanceof SelectableChannel one
                ? one.isBlocking()
                : PLACES.get(channel.getClass()).stream()
                        .map(place -> value(channel, place))
                        .allMatch(inner -> !(inner instanceof Channel) || isBlocking(inner));
    }

    @SuppressWarnings({"removal", "deprecation"}) // the JDK shows it in no other way
    private static @Nullable Object value(Object owner, Field field) {
        var memory = PythonContext.get(null).getUnsafe();
        return memory.getObject(owner, memory.objectFieldOffset(field));
    }

    @SuppressWarnings({"removal", "deprecation"})
    private static int number(FileDescriptor file) {
        var memory = PythonContext.get(null).getUnsafe();
        return memory.getInt(file, memory.objectFieldOffset(NUMBER));
    }

    private static Field number() {
        try {
            return FileDescriptor.class.getDeclaredField("fd");
        } catch (NoSuchFieldException e) {
            throw new BugFailure("the numbers of this JDK's files cannot be found", e);
        }
    }
}
