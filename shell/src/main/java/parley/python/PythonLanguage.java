package parley.python;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.memory.Member;
import parley.ship.Language;
import parley.ship.Routine;

/**
 * Python in a worker. The interpreter starts on the first function, in the thread that asks, which is Python's main
 * thread from then on.
 */
public final class PythonLanguage implements Language {
    static final String NAME = "python";

    private static volatile @Nullable Interpreter lent;
    private static volatile @Nullable Interpreter ofSession;

    static {
        AtFork.inChild(() -> {
            Interpreter copied = ofSession;
            if (copied != null) {
                use(copied);
            }
        });
    }

    private @Nullable Interpreter interpreter;

    /** For the service loader. */
    public PythonLanguage() {}

    /** Workers in this process use it; called on its main thread. */
    static void use(Interpreter started) {
        lent = started;
    }

    /** In copies of this process workers use it: they have what the session has. Gives it back. */
    static Interpreter ofSession(Interpreter started) {
        ofSession = started;
        return started;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void prepare() {
        Interpreter _ = interpreter();
    }

    @Override
    public void rehearse(BooleanSupplier needed) {
        Member.rehearseAlone(() -> new Rehearsal(interpreter()).worker("spawn", needed));
    }

    @Override
    public void preload(byte[] what) {
        interpreter().find("preload", "load").execute(new String(what, StandardCharsets.ISO_8859_1));
    }

    @Override
    public Routine unpack(byte[] bytes) throws Exception {
        return PythonRoutine.unpack(interpreter(), bytes);
    }

    private synchronized Interpreter interpreter() {
        if (interpreter == null) {
            interpreter = lent;
        }
        if (interpreter == null) {
            interpreter = Interpreter.start(
                    InputStream.nullInputStream(),
                    new FileOutputStream(FileDescriptor.out),
                    new FileOutputStream(FileDescriptor.err));
        }
        return interpreter;
    }
}
