package parley.builtin;

import com.oracle.graal.python.runtime.PythonContext;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.Channel;
import parley.trace.BugFailure;

/** What GraalPy has under the numbers that Python code calls file descriptors. Any thread that has the interpreter. */
public final class Descriptors {
    private Descriptors() {}

    /**
     * A channel, of a kind of GraalPy's.
     *
     * @param descriptor its number
     * @return what is open under it
     * @throws IOException nothing is
     */
    public static Object channel(int descriptor) throws IOException {
        try {
            Object support = PythonContext.get(null).getPosixSupport();
            Method channel = support.getClass().getSuperclass().getMethod("getFileChannel", int.class);
            channel.setAccessible(true);
            Object found = channel.invoke(support, descriptor);
            if (found == null) {
                throw new IOException("Bad file descriptor");
            }
            return found;
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the descriptors of this GraalPy cannot be found", e);
        }
    }

    /**
     * The system's own number of what a channel has open.
     *
     * @param channel a file, or one end of a pipe, perhaps wrapped
     * @return -1 where it has none, or cannot be asked
     */
    @SuppressWarnings({"removal", "deprecation"}) // the JDK shows it in no other way
    public static int number(Object channel) {
        var memory = PythonContext.get(null).getUnsafe();
        for (Class<?> type = channel.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                if (field.getType().equals(FileDescriptor.class)) {
                    Object file = memory.getObject(channel, memory.objectFieldOffset(field));
                    return file == null ? -1 : memory.getInt(file, memory.objectFieldOffset(number()));
                }
                if (field.getName().equals("delegate") && Channel.class.isAssignableFrom(field.getType())) {
                    return number(memory.getObject(channel, memory.objectFieldOffset(field)));
                }
            }
        }
        return -1;
    }

    private static Field number() {
        try {
            return FileDescriptor.class.getDeclaredField("fd");
        } catch (NoSuchFieldException e) {
            throw new BugFailure("the numbers of this JDK's files cannot be found", e);
        }
    }
}
