package parley.python;

import java.io.InputStream;
import java.io.OutputStream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * A GraalPy context with our modules in it. The thread that makes it is Python's main thread and runs the user's code;
 * other threads may enter it meanwhile.
 */
final class Interpreter implements AutoCloseable {
    private final Context context;
    private final Value find;
    private final Interrupts interrupts = new Interrupts();

    private Interpreter(Context context) {
        this.context = context;
        Value boot = context.eval(Source.newBuilder("python", Sources.bootstrap(), Sources.home() + "bootstrap.py")
                .buildLiteral());
        this.find = boot.execute(new Host(interrupts));
    }

    static Interpreter start(InputStream in, OutputStream out, OutputStream err) {
        Context context = Context.newBuilder("python")
                .allowAllAccess(true)
                .in(in)
                .out(out)
                .err(err)
                .option("engine.WarnInterpreterOnly", "false")
                .option("python.PosixModuleBackend", "java")
                .build();
        try {
            return new Interpreter(context);
        } catch (RuntimeException e) {
            context.close(true);
            throw e;
        }
    }

    /** A function of one of our modules: {@code find("console", "run")}. */
    Value find(String module, String name) {
        return find.execute(module, name);
    }

    Interrupts interrupts() {
        return interrupts;
    }

    /** Flushes files that Python code left open. */
    @Override
    public void close() {
        try {
            context.close();
        } catch (RuntimeException e) {
            context.close(true); // a thread of the user's still runs
        }
    }
}
