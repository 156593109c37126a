package parley.ship;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;

/**
 * Defines the classes typed at the prompt: the session's own loader, and in a worker one for each set of versions.
 *
 * <p>Everything that is known about its classes is kept in the loader itself, so it goes when the loader goes. Any
 * thread.
 */
public abstract class PromptLoader extends ClassLoader {
    private static final String LOOKUP_HOLDER = "REPL.$Lookup$";
    private static volatile @Nullable PromptLoader session;

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private MethodHandles.@Nullable Lookup lookup;

    /** What was computed from one version of a class. */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity: a version is one array
    private record Known(
            byte[] bytes, ClassUses uses, @Nullable String hash) {}

    /**
     * A loader below the program's.
     *
     * @param name for stack traces and dumps
     * @param parent knows all other classes
     */
    protected PromptLoader(String name, ClassLoader parent) {
        super(name, parent);
    }

    /**
     * The loader for what arrives in this thread: the one that its code came from, or else the session's.
     *
     * @return null in a process that has no prompt classes
     */
    public static @Nullable PromptLoader current() {
        return Thread.currentThread().getContextClassLoader() instanceof PromptLoader loader ? loader : session;
    }

    /**
     * Makes this the loader of a thread that has none of its own.
     *
     * @param loader the session's, or null when the session ends
     */
    public static void session(@Nullable PromptLoader loader) {
        session = loader;
    }

    /**
     * A class as it travels.
     *
     * @param name of a prompt class
     * @return its file, or null for a class that is not known; the same array as long as it is the same version
     */
    protected abstract byte @Nullable [] shipped(String name);

    /**
     * All classes it knows.
     *
     * @return their names
     */
    protected abstract Collection<String> names();

    /** Whether the user's variables live here, so that nothing which arrives may set them. */
    boolean ownsVariables() {
        return true;
    }

    /** What a class uses, or null for a class that is not known. */
    final @Nullable ClassUses uses(String name) {
        Known version = version(name);
        return version == null ? null : version.uses;
    }

    /** The hash under which a known class can be read by other processes. */
    final String hash(String name) {
        Known version = version(name);
        if (version == null) {
            throw new BugFailure("a class must be known before it is sent: name=" + name, null);
        }
        if (version.hash != null) {
            return version.hash;
        }
        String hash = ClassStore.put(version.bytes);
        known.put(name, new Known(version.bytes, version.uses, hash));
        return hash;
    }

    @SuppressWarnings("ReferenceEquality") // shipped() gives the same array as long as it is the same version
    private @Nullable Known version(String name) {
        byte[] bytes = shipped(name);
        if (bytes == null) {
            return null;
        }
        Known version = known.get(name);
        if (version == null || version.bytes != bytes) {
            version = new Known(bytes, ClassUses.of(bytes), null);
            known.put(name, version);
        }
        return version;
    }

    /**
     * A lookup that was born in this loader's own module: one made by {@code privateLookupIn} from ours would lack
     * the module mode, and {@code LambdaMetafactory} refuses it.
     */
    final synchronized MethodHandles.Lookup lookup() throws ReflectiveOperationException {
        if (lookup == null) {
            ClassDesc type = MethodHandles.Lookup.class.describeConstable().orElseThrow();
            byte[] holder = ClassFile.of()
                    .build(
                            ClassDesc.of(LOOKUP_HOLDER),
                            builder -> builder.withFlags(ClassFile.ACC_PUBLIC)
                                    .withMethodBody(
                                            "lookup",
                                            MethodTypeDesc.of(type),
                                            ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                            code -> code.invokestatic(
                                                            MethodHandles.class
                                                                    .describeConstable()
                                                                    .orElseThrow(),
                                                            "lookup",
                                                            MethodTypeDesc.of(type))
                                                    .areturn()));
            lookup = (MethodHandles.Lookup) defineClass(LOOKUP_HOLDER, holder, 0, holder.length)
                    .getMethod("lookup")
                    .invoke(null);
        }
        return lookup;
    }
}
