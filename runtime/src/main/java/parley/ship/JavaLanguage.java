package parley.ship;

import java.io.IOException;
import java.util.concurrent.CompletionException;
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
    private static byte @Nullable [] preparation;

    /** For the service loader. */
    public JavaLanguage() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Routine unpack(byte[] bytes) throws Exception {
        try {
            return DeepStack.call(() -> read(bytes));
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (LinkageError e) {
            throw new BugFailure("classes that arrived do not fit together", e);
        }
    }

    private static synchronized Routine read(byte[] bytes) throws IOException, ClassNotFoundException, CallFailed {
        Unpacker parcel = new Unpacker(bytes);
        WorkerLoader loader = last;
        if (loader == null || !loader.accepts(parcel.classes())) {
            loader = new WorkerLoader(JavaLanguage.class.getClassLoader());
            loader.learn(parcel.classes());
            last = loader;
            if (preparation != null) {
                prepare(loader, preparation);
            }
        }
        if (parcel.kind() == ParcelKind.INITIALIZER) {
            preparation = bytes;
        }
        return read(parcel, loader);
    }

    /** The variables that an initializer set are gone with the old loader, so it runs again in the new one. */
    private static void prepare(WorkerLoader loader, byte[] initializer)
            throws IOException, ClassNotFoundException, CallFailed {
        Unpacker parcel = new Unpacker(initializer);
        if (loader.accepts(parcel.classes())) {
            read(parcel, loader).callWithItsOwnArguments();
        }
    }

    private static JavaRoutine read(Unpacker parcel, WorkerLoader loader) throws IOException, ClassNotFoundException {
        loader.learn(parcel.classes());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return new JavaRoutine(parcel.read(loader), loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
