package parley.python;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process's signals. GraalPy's handlers run Python's; they do not reach a thread that is blocked in Java, so ours
 * stand before them. {@code sun.misc.Signal} by reflection, because the compiler warns of every use of it. Any thread.
 */
final class SignalHandlers {
    /** GraalPy's handlers that ours stand before, by the signal's name. */
    private static final Map<String, Object> INNER = new HashMap<>();

    /** Ours, likewise. */
    private static final Map<String, Object> OURS = new HashMap<>();

    private SignalHandlers() {}

    /** Puts {@code before} and {@code after} around the handler that is installed now; {@code name} is as {@code INT}. */
    static synchronized void surround(String name, Runnable before, Runnable after) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler around = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    before.run();
                    Object inner = inner(name);
                    if (inner != null) {
                        handler.getMethod("handle", signal).invoke(inner, arguments);
                    }
                    after.run();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "Parley's handler of SIG" + name;
            };
            Object ours =
                    Proxy.newProxyInstance(SignalHandlers.class.getClassLoader(), new Class<?>[] {handler}, around);
            INNER.put(name, install(name, ours));
            OURS.put(name, ours);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // a Java without this signal: it does then what it does without us
        }
    }

    /** Takes ours away again: GraalPy would take it for the system's, and bring it back as that. */
    static synchronized void uncover(String name) {
        OURS.remove(name);
        Object inner = INNER.remove(name);
        if (inner != null) {
            try {
                install(name, inner);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                // see above
            }
        }
    }

    /** Puts ours back where another one has come since: whoever started this process has set its own. */
    static synchronized void restore() {
        try {
            for (var ours : OURS.entrySet()) {
                Object _ = install(ours.getKey(), ours.getValue());
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // see above
        }
    }

    /** Sends this process the signal. */
    static void raise(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal).invoke(null, named(signal, name));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // see above
        }
    }

    private static synchronized @Nullable Object inner(String name) {
        return INNER.get(name);
    }

    private static Object install(String name, Object ours) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        return signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
                .invoke(null, named(signal, name), ours);
    }

    private static Object named(Class<?> signal, String name) throws ReflectiveOperationException {
        return signal.getConstructor(String.class).newInstance(name);
    }
}
