package parley.manager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.wire.FrozenSet;
import parley.wire.Tuple;

/**
 * What a method of a managed object is called with.
 *
 * @param values in order
 * @param named by name
 */
record Arguments(List<@Nullable Object> values, Map<String, @Nullable Object> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /**
     * The same with copies of managed objects in place of them, for methods that want what is in them. Before the method has
     * its own object to itself: two of them that want each other's would wait for ever.
     */
    Arguments unnested() throws PythonError {
        List<@Nullable Object> plain = new ArrayList<>(values.size());
        for (Object value : values) {
            plain.add(value instanceof Nested(Held held) ? held.referent().value() : value);
        }
        return new Arguments(plain, named);
    }

    boolean has(int place, String name) {
        return place < values.size() || named.containsKey(name);
    }

    @Nullable
    Object get(int place, String name) throws PythonError {
        if (place < values.size()) {
            return values.get(place);
        }
        if (named.containsKey(name)) {
            return named.get(name);
        }
        throw PythonError.of("TypeError", "missing required argument: '" + name + "'");
    }

    @Nullable
    Object get(int place, String name, @Nullable Object otherwise) throws PythonError {
        return has(place, name) ? get(place, name) : otherwise;
    }

    boolean flag(int place, String name, boolean otherwise) throws PythonError {
        return switch (get(place, name, otherwise)) {
            case null -> false;
            case Boolean flag -> flag;
            case Number number -> number.doubleValue() != 0;
            default -> true;
        };
    }

    /** A number of seconds, or null for no limit. */
    @Nullable
    Double seconds(int place, String name) throws PythonError {
        return switch (get(place, name, null)) {
            case null -> null;
            case Number number -> number.doubleValue();
            case Object other -> throw notA("number", other);
        };
    }

    int integer(int place, String name) throws PythonError {
        return integer(get(place, name));
    }

    int integer(int place, String name, int otherwise) throws PythonError {
        return has(place, name) ? integer(place, name) : otherwise;
    }

    static int integer(@Nullable Object value) throws PythonError {
        return switch (value) {
            case Boolean b -> b ? 1 : 0;
            case Integer n -> n;
            case Long n -> Math.clamp(n, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case Short n -> n;
            case Byte n -> n;
            case null, default -> throw notA("integer", value);
        };
    }

    String text(int place, String name) throws PythonError {
        return switch (get(place, name)) {
            case String text -> text;
            case Object other -> throw notA("str", other);
            case null -> throw notA("str", null);
        };
    }

    /** What Python would iterate over. */
    static Collection<? extends @Nullable Object> items(@Nullable Object value) throws PythonError {
        return switch (value) {
            case Tuple(var values) -> values;
            case FrozenSet(var values) -> values;
            case Map<?, ?> map -> map.keySet();
            case Collection<?> collection -> collection;
            case String text -> text.codePoints().mapToObj(Character::toString).toList();
            case Object[] array -> java.util.Arrays.asList(array);
            case null, default ->
                throw PythonError.of("TypeError", "'" + PythonRules.type(value) + "' object is not iterable");
        };
    }

    private static PythonError notA(String wanted, @Nullable Object value) {
        return PythonError.of("TypeError", wanted + " expected, not '" + PythonRules.type(value) + "'");
    }
}
