package parley.manager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.pickle.PickledName;
import parley.pickle.PickledObject;

/** An object with attributes: Python's {@code Namespace}. */
final class NamespaceReferent implements Referent {
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

    NamespaceReferent(Arguments given) {
        attributes.putAll(given.named());
    }

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        String name = given.text(0, "name");
        if (!method.equals("__setattr__") && !attributes.containsKey(name)) {
            throw PythonError.of("AttributeError", "'Namespace' object has no attribute '" + name + "'");
        }
        return switch (method) {
            case "__getattribute__" -> attributes.get(name);
            case "__setattr__" -> {
                attributes.put(name, given.get(1, "value"));
                yield null;
            }
            case "__delattr__" -> {
                attributes.remove(name);
                yield null;
            }
            default -> throw Kinds.noMethod("Namespace", method);
        };
    }

    @Override
    public synchronized Object value() {
        return PickledObject.of(
                new PickledName("multiprocessing.managers", "Namespace"), new LinkedHashMap<>(attributes));
    }

    @Override
    public synchronized String show() {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .filter(entry -> !entry.getKey().startsWith("_"))
                        .map(entry -> entry.getKey() + "=" + PythonRules.show(entry.getValue()))
                        .collect(Collectors.joining(", ", "Namespace(", ")"));
    }

    @Override
    public synchronized String glance(int width) {
        return PythonRules.glance(attributes, width);
    }
}
