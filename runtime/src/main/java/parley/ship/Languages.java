package parley.ship;

import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import parley.trace.BugFailure;

/** The languages on the class path, one instance each. Any thread. */
public final class Languages {
    private static final ConcurrentMap<String, Language> KNOWN = new ConcurrentHashMap<>();

    private Languages() {}

    /**
     * A language by its name.
     *
     * @param name {@code java} or {@code python}
     * @return the same instance each time
     */
    public static Language get(String name) {
        return KNOWN.computeIfAbsent(name, Languages::find);
    }

    private static Language find(String name) {
        return ServiceLoader.load(Language.class, Languages.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(language -> language.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BugFailure("no such language: name=" + name, null));
    }
}
