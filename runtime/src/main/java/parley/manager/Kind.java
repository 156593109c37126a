package parley.manager;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kind of objects that a manager makes.
 *
 * @param typeid its name: {@code dict}
 * @param proxy the class of its proxies in Java: {@code DictProxy}
 * @param pythonProxy likewise in Python's {@code multiprocessing.managers}; {@code AutoProxy} for one made of the exposed names
 * @param exposed the methods that clients may call, in order
 * @param results methods whose result stays in the manager, and what kind that is of
 * @param maker makes an object
 */
record Kind(
        String typeid,
        String proxy,
        String pythonProxy,
        Set<String> exposed,
        Map<String, String> results,
        Maker maker) {
    /** Makes an object of a kind. */
    @FunctionalInterface
    interface Maker {
        Referent make(Arguments given) throws Exception;
    }

    static Kind of(String typeid, String proxy, String pythonProxy, Maker maker, String... exposed) {
        return new Kind(typeid, proxy, pythonProxy, new LinkedHashSet<>(List.of(exposed)), Map.of(), maker);
    }

    /** The same, of which these methods may be called. */
    Kind exposing(Set<String> methods) {
        return new Kind(typeid, Proxies.type(typeid, methods), pythonProxy, methods, results, maker);
    }

    boolean isAuto() {
        return pythonProxy.equals("AutoProxy");
    }
}
