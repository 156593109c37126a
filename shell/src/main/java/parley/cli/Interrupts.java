package parley.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ctrl-C in a process that runs a program: it stops the program's code, and a second one ends the process. */
final class Interrupts {
    private Interrupts() {}

    /** From now on, Ctrl-C does {@code stop} instead of ending the process. */
    static void handle(Runnable stop) {
        var again = new AtomicBoolean();
        Runnable action = () -> {
            if (again.getAndSet(true)) {
                Runtime.getRuntime().exit(Main.INTERRUPTED);
            }
            stop.run();
        };
        try {
            // sun.misc.Signal is in every JDK, but the compiler warns of its name whatever one tells it
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (_, _, _) -> {
                Thread.ofPlatform().daemon().name("ctrl-c").start(action);
                return null;
            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), handling);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // then Ctrl-C ends the process, as it does without us
        }
    }
}
