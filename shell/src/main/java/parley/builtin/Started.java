package parley.builtin;

import com.oracle.graal.python.runtime.PythonContext;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import parley.trace.BugFailure;

/**
 * A process that GraalPy has started for {@code subprocess}, and keeps to itself under a number of its own.
 *
 * @param process to wait for
 * @param pid the operating system's number
 */
public record Started(Process process, long pid) {
    /** By GraalPy's own number, which is its place in a list. */
    static Started of(int number) {
        try {
            Object support = PythonContext.get(null).getPosixSupport();
            List<?> children =
                    (List<?>) value(support.getClass().getSuperclass().getDeclaredField("children"), support);
            Process process = (Process) children.get(number);
            return new Started(process, pid(process));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new BugFailure("the children of this GraalPy cannot be found", e);
        }
    }

    /** It is wrapped, perhaps more than once, and the wrappers do not know the number. */
    private static long pid(Process process) throws ReflectiveOperationException {
        Field inner = Stream.of(process.getClass().getDeclaredFields())
                .filter(field -> field.getType() == Process.class)
                .findFirst()
                .orElse(null);
        return inner == null ? process.pid() : pid((Process) value(inner, process));
    }

    private static Object value(Field field, Object of) throws ReflectiveOperationException {
        field.setAccessible(true);
        return field.get(of);
    }
}
