package parley.pickle;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.wire.Tuple;

/**
 * An object of a Python class that has no counterpart here: what it would be made of, unmade. It can be looked into, and
 * sent on to Python, which makes it. Equal to itself only, as most objects of Python. Not thread-safe while it is read.
 */
@SuppressWarnings("serial") // what it is made of was read from a pickle: all of it is serializable
public final class PickledObject implements Serializable {
    private static final long serialVersionUID = 1;

    /** How Python makes it. */
    enum Making {
        CALL,
        NEW
    }

    private final Object maker;
    private final Making making;
    private final List<@Nullable Object> arguments;
    private final Map<String, @Nullable Object> keywords;
    private final List<@Nullable Object> items = new ArrayList<>(0);
    private final Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>(0);
    private @Nullable Object state;
    private boolean hasState;

    PickledObject(
            Object maker, Making making, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords) {
        this.maker = maker;
        this.making = making;
        this.arguments = arguments;
        this.keywords = keywords;
    }

    /**
     * What Python makes by a call.
     *
     * @param function what it calls
     * @param arguments what with
     * @return unmade
     */
    public static PickledObject call(PickledName function, @Nullable Object... arguments) {
        return new PickledObject(function, Making.CALL, Arrays.asList(arguments), Map.of());
    }

    /**
     * An object of a class, with a state.
     *
     * @param type its class
     * @param state what it gets once it is made
     * @return unmade
     */
    public static PickledObject of(PickledName type, @Nullable Object state) {
        PickledObject object = new PickledObject(type, Making.NEW, List.of(), Map.of());
        object.state(state);
        return object;
    }

    /**
     * Its class, or the function that makes it.
     *
     * @return with its module, as {@code fractions.Fraction}
     */
    public String name() {
        return maker.toString();
    }

    /**
     * What its class is called with.
     *
     * @return in order; mostly empty for objects of the user's classes
     */
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    /**
     * What its class is called with by name.
     *
     * @return mostly empty
     */
    public Map<String, @Nullable Object> keywords() {
        return keywords;
    }

    /**
     * What it gets once it is made: mostly a map of its attributes.
     *
     * @return null where there is none
     */
    public @Nullable Object state() {
        return state;
    }

    /**
     * One of its attributes, where the state is a map of them, also beside those of slots.
     *
     * @param name as in Python
     * @return its value; null also where there is none
     */
    public @Nullable Object attribute(String name) {
        return switch (state) {
            case Map<?, ?> map -> map.get(name);
            case Tuple(List<?> parts) ->
                parts.stream()
                        .filter(part -> part instanceof Map<?, ?> map && map.containsKey(name))
                        .map(part -> ((Map<?, ?>) part).get(name))
                        .findFirst()
                        .orElse(null);
            case null, default -> null;
        };
    }

    /**
     * What it holds, where its class is a kind of list or set.
     *
     * @return in order
     */
    public List<@Nullable Object> items() {
        return items;
    }

    /**
     * What it holds, where its class is a kind of dict.
     *
     * @return in order
     */
    public Map<@Nullable Object, @Nullable Object> entries() {
        return entries;
    }

    Object maker() {
        return maker;
    }

    Making making() {
        return making;
    }

    boolean hasState() {
        return hasState;
    }

    void state(@Nullable Object value) {
        if (hasState) {
            throw new IllegalArgumentException("not a pickle: a second state of one object: object=" + this);
        }
        state = value;
        hasState = true;
    }

    @Override
    public String toString() {
        return "<" + name() + " object>";
    }
}
