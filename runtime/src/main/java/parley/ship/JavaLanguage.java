package parley.ship;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;

/**
 * Java in a worker: functions made by {@link Packing}, prompt classes read from the {@link ClassStore}.
 *
 * <pre>
 *   parcel ─▶ its classes fit beside those of the last one?  ─yes▶ the same loader: classes are kept, variables set anew
 *                                                            ─no─▶ a new loader; the old one goes when nobody uses it
 * </pre>
 *
 * Any thread.
 */
public final class JavaLanguage implements Language {
    /** The name of this language. */
    public static final String NAME = "java";

    private static @Nullable WorkerLoader last;

    /** For the service loader. */
    public JavaLanguage() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Routine unpack(byte[] bytes) {
        try {
            return DeepStack.call(() -> read(new Unpacker(bytes)));
        } catch (LinkageError e) {
            throw new BugFailure("classes that arrived do not fit together", e);
        }
    }

    private static Routine read(Unpacker parcel) throws IOException, ClassNotFoundException {
        WorkerLoader loader = loaderFor(parcel);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return new JavaRoutine(parcel.read(loader), loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static synchronized WorkerLoader loaderFor(Unpacker parcel) {
        WorkerLoader loader = last;
        if (loader == null || !loader.accepts(parcel.classes())) {
            loader = new WorkerLoader(JavaLanguage.class.getClassLoader());
            last = loader;
        }
        loader.learn(parcel.classes());
        return loader;
    }
}
