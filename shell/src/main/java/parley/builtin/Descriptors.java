package parley.builtin;

import com.oracle.graal.python.runtime.PythonContext;
import java.io.IOException;
import java.lang.reflect.Method;
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
}
