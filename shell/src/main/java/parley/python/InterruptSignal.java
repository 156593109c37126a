package parley.python;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * The process's SIGINT. GraalPy's own handler runs Python's; it does not reach a thread that is blocked in Java, so ours
 * stands before it. {@code sun.misc.Signal} by reflection, because the compiler warns of every use of it.
 */
final class InterruptSignal {
    private static final String NAME = "INT";

    private InterruptSignal() {}

    /** Puts {@code before} and {@code after} around the handler that is installed now. */
    static void surround(Runnable before, Runnable after) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object[] inner = new Object[1];
            InvocationHandler around = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    before.run();
                    Object installed = inner[0];
                    if (installed != null) {
                        handler.getMethod("handle", signal).invoke(installed, arguments);
                    }
                    after.run();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "Parley's SIGINT handler";
            };
            Object ours =
                    Proxy.newProxyInstance(InterruptSignal.class.getClassLoader(), new Class<?>[] {handler}, around);
            inner[0] = signal.getMethod("handle", signal, handler).invoke(null, named(signal), ours);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // a Java without this signal: Ctrl-C then ends the process, as it does without us
        }
    }

    /** Sends this process the signal. */
    static void raise() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal).invoke(null, named(signal));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // see above
        }
    }

    private static Object named(Class<?> signal) throws ReflectiveOperationException {
        return signal.getConstructor(String.class).newInstance(NAME);
    }
}
