package parley.builtin;

import com.oracle.graal.python.runtime.PythonContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import parley.trace.BugFailure;

/**
 * A process that GraalPy has started for {@code subprocess}, and keeps to itself under a number of its own.
 *
 * @param process to wait for
 * @param pid the operating system's number
 */
public record Started(Process process, long pid) {
    /**
     * By GraalPy's own number, which is its place in a list. What Python writes to its standard input goes there at once
     * from now on: GraalPy's thread between the two keeps it back until the end.
     */
    static Started of(int number) {
        try {
            Object support = PythonContext.get(null).getPosixSupport();
            List<?> children =
                    (List<?>) value(support.getClass().getSuperclass().getDeclaredField("children"), support);
            Process process = (Process) children.get(number);
            Field input = process.getClass().getDeclaredField("inThread");
            input.setAccessible(true);
            Object pump = input.get(process);
            if (pump != null) { // it has a pipe there
                Field sink = pump.getClass().getDeclaredField("sink");
                sink.setAccessible(true);
                sink.set(
                        pump, Channels.newChannel(new Flushed(unwrapped(process).getOutputStream())));
            }
            return new Started(process, unwrapped(process).pid());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new BugFailure("the children of this GraalPy cannot be found", e);
        }
    }

    private static final class Flushed extends FilterOutputStream {
        Flushed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            out.flush();
        }
    }

    /** It is wrapped, perhaps more than once, and the wrappers know neither its number nor its streams. */
    private static Process unwrapped(Process process) throws ReflectiveOperationException {
        Field inner = Stream.of(process.getClass().getDeclaredFields())
                .filter(field -> field.getType() == Process.class)
                .findFirst()
                .orElse(null);
        return inner == null ? process : unwrapped((Process) value(inner, process));
    }

    private static Object value(Field field, Object of) throws ReflectiveOperationException {
        field.setAccessible(true);
        return Objects.requireNonNull(field.get(of));
    }
}
