package parley.ship;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which JDK types are plain data, and what they were exactly: Python reads a list, Java gets its {@code TreeSet} back.
 *
 * <p>Lists and views without a hint arrive as {@code ArrayList}, sets as {@code LinkedHashSet}, maps as
 * {@code LinkedHashMap}. Has no state.
 */
@SuppressWarnings("JdkObsolete") // what users have
final class Hints {
    private static final Map<String, Function<Collection<?>, Object>> COLLECTIONS = Map.of(
            LinkedList.class.getName(), LinkedList::new,
            Vector.class.getName(), Vector::new,
            Stack.class.getName(), Hints::stack,
            ArrayDeque.class.getName(), ArrayDeque::new,
            TreeSet.class.getName(), TreeSet::new,
            PriorityQueue.class.getName(), PriorityQueue::new,
            CopyOnWriteArrayList.class.getName(), CopyOnWriteArrayList::new,
            ConcurrentLinkedQueue.class.getName(), ConcurrentLinkedQueue::new,
            LinkedBlockingQueue.class.getName(), LinkedBlockingQueue::new);
    private static final Map<String, Function<Map<?, ?>, Object>> MAPS = Map.of(
            TreeMap.class.getName(), TreeMap::new,
            ConcurrentHashMap.class.getName(), ConcurrentHashMap::new,
            ConcurrentSkipListMap.class.getName(), ConcurrentSkipListMap::new);

    private Hints() {}

    /** Whether a collection is its elements and nothing else; one with a comparator or of the user's class is not. */
    static boolean isPlain(Collection<?> collection) {
        if (collection instanceof SortedSet<?> sorted && sorted.comparator() != null
                || collection instanceof PriorityQueue<?> queue && queue.comparator() != null
                || collection instanceof EnumSet) {
            return false;
        }
        String name = collection.getClass().getName();
        return COLLECTIONS.containsKey(name)
                || name.startsWith("java.util.")
                        && (collection instanceof List
                                || collection instanceof java.util.Set && !(collection instanceof SortedSet)
                                || !(collection instanceof java.io.Serializable));
    }

    /** Whether a map is its entries and nothing else. */
    static boolean isPlain(Map<?, ?> map) {
        if (map instanceof SortedMap<?, ?> sorted && sorted.comparator() != null
                || map instanceof EnumMap
                || map instanceof IdentityHashMap
                || map instanceof WeakHashMap) {
            return false;
        }
        String name = map.getClass().getName();
        return MAPS.containsKey(name) || name.startsWith("java.util.") && !(map instanceof SortedMap);
    }

    /** Whether a value is an array whose element type every process knows. */
    static boolean isPlainArray(Object value) {
        Class<?> type = value.getClass();
        if (!type.isArray()) {
            return false;
        }
        while (type.isArray()) {
            type = type.getComponentType();
        }
        return type.isPrimitive() || type.getName().startsWith("java.lang.");
    }

    /** The hint to send, or null where none is needed. */
    static @Nullable String of(Object value) {
        String name = value.getClass().getName();
        return COLLECTIONS.containsKey(name) || MAPS.containsKey(name) ? name : null;
    }

    /** Makes of a plain value what it was. */
    static @Nullable Object apply(String hint, @Nullable Object value) {
        return switch (value) {
            case Number number ->
                switch (hint) {
                    case "short" -> number.shortValue();
                    case "byte" -> number.byteValue();
                    case "float" -> number.floatValue();
                    default -> number;
                };
            case String text ->
                switch (hint) {
                    case "char" -> text.charAt(0);
                    case "[C" -> text.toCharArray();
                    default -> text;
                };
            case List<?> list when hint.startsWith("[") -> array(hint, list);
            case Collection<?> collection ->
                COLLECTIONS.containsKey(hint) ? COLLECTIONS.get(hint).apply(collection) : collection;
            case Map<?, ?> map -> MAPS.containsKey(hint) ? MAPS.get(hint).apply(map) : map;
            case null, default -> value;
        };
    }

    private static Object array(String name, List<?> values) {
        try {
            Object array = Array.newInstance(
                    Class.forName(name, false, null).getComponentType(), values.size()); // the JDK's classes only
            for (int i = 0; i < values.size(); i++) {
                Array.set(array, i, values.get(i));
            }
            return array;
        } catch (ClassNotFoundException e) {
            return values;
        }
    }

    private static Object stack(Collection<?> values) {
        Stack<Object> stack = new Stack<>();
        stack.addAll(values);
        return stack;
    }
}
