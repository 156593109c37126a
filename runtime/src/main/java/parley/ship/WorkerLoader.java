package parley.ship;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The prompt classes of a worker, read from the {@link ClassStore} by the hashes that came with what arrived. It holds
 * one version of each name; another version needs another loader. Any thread.
 */
final class WorkerLoader extends PromptLoader {
    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Set<ClassUses.Field> given = ConcurrentHashMap.newKeySet();
    private final Set<ClassUses.Field> kept = ConcurrentHashMap.newKeySet();

    WorkerLoader(ClassLoader parent) {
        super("prompt", parent);
    }

    /** Whether these classes can live here beside those that are known already. */
    boolean accepts(Map<String, String> classes) {
        return classes.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(hashes.getOrDefault(entry.getKey(), entry.getValue())));
    }

    /** Takes note of classes; a name that is known keeps its version. */
    void learn(Map<String, String> classes) {
        classes.forEach(hashes::putIfAbsent);
    }

    /** Takes note that a variable has got a value; says whether it had none before. */
    boolean give(ClassUses.Field variable) {
        return given.add(variable);
    }

    /** From now on these variables are this process's own: an initializer has set them. */
    void keep(Set<ClassUses.Field> variables) {
        kept.addAll(variables);
    }

    boolean keeps(ClassUses.Field variable) {
        return kept.contains(variable);
    }

    @Override
    boolean ownsVariables() {
        return false;
    }

    @Override
    protected Collection<String> names() {
        return hashes.keySet();
    }

    @Override
    protected byte @Nullable [] shipped(String name) {
        try {
            return hashes.containsKey(name) ? read(name) : null;
        } catch (IOException e) {
            return null; // the session has ended and its folder is gone
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!hashes.containsKey(name)) {
            throw new ClassNotFoundException(name);
        }
        try {
            byte[] bytes = read(name);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] read(String name) throws IOException {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            bytes = ClassStore.get(Objects.requireNonNull(hashes.get(name)));
            byte[] first = files.putIfAbsent(name, bytes);
            bytes = first == null ? bytes : first;
        }
        return bytes;
    }
}
