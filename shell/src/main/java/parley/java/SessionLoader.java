package parley.java;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.NotImplementedException;
import org.jspecify.annotations.Nullable;
import parley.ship.PromptLoader;
import parley.ship.PromptNames;
import parley.ship.Weaver;

/** The session's own prompt classes: defines the copy that runs here, keeps the copy that travels. Any thread. */
final class SessionLoader extends PromptLoader implements LoaderDelegate {
    private final Map<String, byte[]> raw = new ConcurrentHashMap<>();
    private final Map<String, byte[]> woven = new ConcurrentHashMap<>();
    private final Map<String, Labelled> labelled = new ConcurrentHashMap<>();
    private final Weaver weaver;
    private final BiFunction<String, byte[], byte[]> label;
    private int versions;

    /** A copy that says where its code was typed. */
    private record Labelled(byte[] from, byte[] bytes) {}

    /**
     * An empty loader.
     *
     * @param label puts into a class where its code was typed; asked when the class is first sent
     */
    SessionLoader(ClassLoader parent, Function<Weaver, BiFunction<String, byte[], byte[]>> label) {
        super("prompt", parent);
        this.weaver = new Weaver(raw::get, parent);
        this.label = label.apply(weaver);
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] installed = new boolean[classes.length];
        try {
            for (ClassBytecodes type : classes) { // all of them first: each may name the others
                raw.put(type.name(), type.bytecodes());
            }
            for (ClassBytecodes type : classes) {
                woven.put(type.name(), weaver.weave(type.bytecodes()));
            }
            for (int i = 0; i < classes.length; i++) {
                var _ = Class.forName(classes[i].name(), false, this).getDeclaredMethods(); // links what it names
                installed[i] = true;
            }
        } catch (ClassNotFoundException | LinkageError | IllegalArgumentException e) {
            throw new ClassInstallException("class cannot be loaded: " + e, installed);
        }
    }

    /**
     * Replaces the bodies of methods of classes that are loaded. The virtual machine refuses new methods, such as those
     * of a lambda's body; then the new version of a wrapper gets a name of its own, and the old one forwards to it.
     */
    void redefine(ClassBytecodes[] classes) throws ClassInstallException, NotImplementedException {
        try {
            Map<String, byte[]> bodies = new LinkedHashMap<>();
            for (ClassBytecodes type : classes) {
                byte[] loaded = raw.getOrDefault(type.name(), type.bytecodes());
                bodies.put(type.name(), forwardIfNeeded(type, loaded));
            }
            Map<String, byte[]> copies = new HashMap<>();
            Map<Class<?>, byte[]> running = new LinkedHashMap<>();
            for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
                byte[] copy = weaver.weave(body.getValue());
                copies.put(body.getKey(), copy);
                running.put(Class.forName(body.getKey(), false, this), weaver.transform(copy, Stops.transform()));
            }
            Redefinition.redefine(running);
            raw.putAll(bodies);
            woven.putAll(copies);
        } catch (ClassNotFoundException | LinkageError | IllegalArgumentException | UnsupportedOperationException e) {
            throw new ClassInstallException("class cannot be redefined: " + e, new boolean[classes.length]);
        }
    }

    private byte[] forwardIfNeeded(ClassBytecodes type, byte[] loaded) {
        if (!Forwarding.isNeeded(loaded, type.bytecodes()) || !Forwarding.isPossible(loaded, type.bytecodes())) {
            return type.bytecodes();
        }
        String name = PromptNames.version(type.name(), ++versions);
        byte[] fresh = Forwarding.renamed(type.bytecodes(), type.name(), name);
        raw.put(name, fresh);
        woven.put(name, weaver.weave(fresh));
        return Forwarding.forwarding(loaded, type.bytecodes(), name);
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        // redefine() has noted them
    }

    @Override
    public void addToClasspath(String path) throws jdk.jshell.spi.ExecutionControl.InternalException {
        throw new jdk.jshell.spi.ExecutionControl.InternalException("class path is fixed: path=" + path);
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            byte[] bytes = loaded == null ? woven.get(name) : null;
            if (loaded != null) {
                return loaded;
            }
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] stoppable = weaver.transform(bytes, Stops.transform());
            return defineClass(name, stoppable, 0, stoppable.length);
        }
    }

    @Override
    protected byte @Nullable [] shipped(String name) {
        byte[] from = woven.get(name);
        if (from == null) {
            return null;
        }
        Labelled copy = labelled.get(name);
        if (copy == null || copy.from != from) {
            copy = new Labelled(from, label.apply(name, from));
            labelled.put(name, copy);
        }
        return copy.bytes;
    }

    @Override
    protected Collection<String> names() {
        return woven.keySet();
    }
}
