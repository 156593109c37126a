package parley.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import parley.ship.CallFailed;
import parley.ship.JavaValues;
import parley.ship.Language;
import parley.ship.RemoteError;
import parley.ship.Routine;

/** Runs the methods that {@link Shipments} packs. Public for the service loader. */
public final class MethodLanguage implements Language {
    static final String NAME = "method";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Routine unpack(byte[] bytes) throws ReflectiveOperationException {
        List<?> packed = (List<?>) JavaValues.decode(bytes);
        Method method = Class.forName((String) packed.get(0)).getDeclaredMethod((String) packed.get(1), List.class);
        method.setAccessible(true);
        return new Body(method, (List<?>) packed.get(2));
    }

    private record Body(Method method, List<?> arguments) implements Routine {
        @Override
        public int run() {
            try {
                return method.invoke(null, arguments) instanceof Integer exitcode ? exitcode : 0;
            } catch (InvocationTargetException e) {
                System.err.println("expected by a test: " + e.getCause());
                return 1;
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public byte[] call(Mode mode, byte[] args) throws CallFailed {
            List<?> given = (List<?>) JavaValues.decode(args);
            if (mode == Mode.APPLY) {
                return JavaValues.encode(invoke((List<?>) given.getFirst()));
            }
            List<Object> results = new ArrayList<>();
            for (Object item : given) {
                results.add(invoke(mode == Mode.STARMAP ? (List<?>) item : List.of(item)));
            }
            return JavaValues.encode(results);
        }

        private Object invoke(List<?> values) throws CallFailed {
            try {
                return method.invoke(null, values);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Error error) {
                    throw error; // what a language lets through
                }
                StringWriter trace = new StringWriter();
                e.getCause().printStackTrace(new PrintWriter(trace));
                throw new CallFailed(new RemoteError(NAME, e.getCause().toString(), trace.toString(), null));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
    }
}
