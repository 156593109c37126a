package parley.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.wire.FrozenSet;
import parley.wire.Tuple;

/**
 * How deeply a value is nested. Reading takes no stack, but whoever walks the value then does: printing, comparing,
 * sending on. What refers back to a container around it counts as nothing. Has no state.
 */
final class Depth {
    /** Deeper nesting is refused, read and written; about what CPython writes. */
    static final int DEEPEST = 1000;

    private Depth() {}

    static IllegalArgumentException tooDeep() {
        return new IllegalArgumentException("value nested too deeply: deepest=" + DEEPEST);
    }

    /** A container on the way down, and how high what is below it has turned out. */
    private static final class Step {
        final Object container;
        final Iterator<? extends @Nullable Object> parts;
        int height;

        Step(Object container, Iterator<? extends @Nullable Object> parts) {
            this.container = container;
            this.parts = parts;
        }
    }

    /** Refuses what is nested too deeply; every container is entered once. */
    static void check(@Nullable Object value) {
        IdentityHashMap<Object, Integer> heights = new IdentityHashMap<>();
        Deque<Step> way = new ArrayDeque<>();
        enter(value, heights, way);
        while (!way.isEmpty()) {
            Step step = way.peek();
            if (step.parts.hasNext()) {
                Object part = step.parts.next();
                Integer known = part == null ? Integer.valueOf(0) : heights.get(part);
                if (known == null) {
                    enter(part, heights, way);
                } else {
                    step.height = Math.max(step.height, known);
                }
                continue;
            }
            way.pop();
            int height = step.height + 1;
            if (height > DEEPEST) {
                throw tooDeep();
            }
            heights.put(step.container, height);
            if (!way.isEmpty()) {
                way.peek().height = Math.max(way.peek().height, height);
            }
        }
    }

    private static void enter(@Nullable Object value, IdentityHashMap<Object, Integer> heights, Deque<Step> way) {
        Iterator<? extends @Nullable Object> parts = parts(value);
        if (value != null && parts != null) {
            heights.put(value, 0);
            way.push(new Step(value, parts));
        }
    }

    private static @Nullable Iterator<? extends @Nullable Object> parts(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list.iterator();
            case Set<?> set -> set.iterator();
            case Tuple(var values) -> values.iterator();
            case FrozenSet(var values) -> values.iterator();
            case Map<?, ?> map -> both(map);
            case PickledObject object -> {
                List<@Nullable Object> parts = new ArrayList<>(object.arguments());
                parts.addAll(object.keywords().values());
                parts.addAll(object.items());
                both(object.entries()).forEachRemaining(parts::add);
                parts.add(object.state());
                parts.add(object.maker());
                yield parts.iterator();
            }
            case null, default -> null;
        };
    }

    private static Iterator<@Nullable Object> both(Map<?, ?> map) {
        List<@Nullable Object> parts = new ArrayList<>(map.keySet());
        parts.addAll(map.values());
        return parts.iterator();
    }
}
