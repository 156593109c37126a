package parley.manager;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.pickle.PickledName;
import parley.pickle.PickledObject;

/** Something in a box: Python's {@code Value} of a manager, whose typecode says nothing. */
final class ValueReferent implements Referent {
    private final @Nullable Object typecode;
    private @Nullable Object value;

    ValueReferent(Arguments given) throws PythonError {
        typecode = given.get(0, "typecode");
        value = given.get(1, "value");
    }

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "get" -> value;
            case "set" -> {
                value = given.get(0, "value");
                yield null;
            }
            default -> throw Kinds.noMethod("Value", method);
        };
    }

    @Override
    public synchronized Object value() {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put("_typecode", typecode);
        state.put("_value", value);
        return PickledObject.of(new PickledName("multiprocessing.managers", "Value"), state);
    }

    @Override
    public synchronized String show() {
        return "Value(" + PythonRules.show(typecode) + ", " + PythonRules.show(value) + ")";
    }

    @Override
    public synchronized String glance(int width) {
        return PythonRules.glance(value, width);
    }
}
