package parley.python;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.IntSupplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import parley.builtin.CopiedLocks;
import parley.fork.AtFork;

/**
 * A GraalPy context with our modules in it. The thread that makes it is Python's main thread and runs the user's code;
 * other threads may enter it meanwhile.
 */
final class Interpreter implements AutoCloseable {
    private final Context context;
    private final Value find;
    private final Interrupts interrupts = new Interrupts();

    private Interpreter(Context context, StandardInput input) {
        this.context = context;
        interrupts.reads(input);
        Value boot = context.eval(Source.newBuilder("python", Sources.bootstrap(), Sources.home() + "bootstrap.py")
                .buildLiteral());
        this.find = boot.execute(
                new Host(interrupts, new CodeCache(context.getEngine().getVersion())));
        AtFork.around(this::copyWithLock);
    }

    /** Python's lock is this thread's while the process is copied: in the copy nobody else could give it back. */
    private int copyWithLock(IntSupplier copy) {
        IntSupplier renewing = () -> CopiedLocks.copy(copy);
        return find("system", "with_lock").execute(renewing).asInt();
    }

    static Interpreter start(InputStream in, OutputStream out, OutputStream err) {
        return start(in, out, err, true);
    }

    /** The same; one that will not run for long need not be compiled. */
    static Interpreter start(InputStream in, OutputStream out, OutputStream err, boolean compiled) {
        StandardInput input = new StandardInput(in);
        Context context = Context.newBuilder("python")
                .allowAllAccess(true)
                .in(input)
                .out(out)
                .err(err)
                .option("engine.WarnInterpreterOnly", "false")
                .option("python.PosixModuleBackend", "java")
                .options(CodeCache.options())
                .options(compiled ? Map.of() : Map.of("engine.Compilation", "false"))
                .build();
        try {
            return new Interpreter(context, input);
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
        AtFork.around(null);
        try {
            context.close();
        } catch (RuntimeException e) {
            context.close(true); // a thread of the user's still runs
        }
    }
}
