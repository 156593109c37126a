package parley.manager;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.wire.Tuple;

/** Python's {@code dict}, with what Java's {@code ConcurrentMap} has beside it: names that begin with {@code #}. */
final class DictReferent implements Referent {
    private static final int SHOWN = 10;

    private final Map<Object, Entry> entries = new LinkedHashMap<>();

    /** The key as it was given first: what it is found by may be another type. */
    private record Entry(@Nullable Object key, @Nullable Object value) {}

    /** The keys, one by one, as long as there are as many. */
    private final class Keys implements Iterator<@Nullable Object> {
        private final int size = entries.size();
        private final Iterator<@Nullable Object> keys = keys().iterator();

        @Override
        public boolean hasNext() {
            synchronized (DictReferent.this) {
                if (keys.hasNext() && entries.size() != size) {
                    throw new ConcurrentModificationException("dictionary changed size during iteration");
                }
                return keys.hasNext();
            }
        }

        @Override
        public @Nullable Object next() {
            return keys.next();
        }
    }

    DictReferent(Arguments given) throws PythonError {
        update(given);
    }

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "__getitem__" -> {
                Entry entry = entries.get(PythonRules.key(given.get(0, "key")));
                if (entry == null) {
                    throw PythonError.of("KeyError", given.get(0, "key"));
                }
                yield entry.value();
            }
            case "__setitem__", "#put" -> put(given.get(0, "key"), given.get(1, "value"), method.equals("#put"));
            case "__delitem__" -> {
                boolean _ = take(given) != null;
                yield null;
            }
            case "__contains__" -> entries.containsKey(PythonRules.key(given.get(0, "key")));
            case "__len__" -> entries.size();
            case "__iter__" -> new Keys();
            case "get" -> {
                Entry entry = entries.get(PythonRules.key(given.get(0, "key")));
                yield entry == null ? given.get(1, "default", null) : entry.value();
            }
            case "keys" -> keys();
            case "values" ->
                entries.values().stream().map(Entry::value).collect(Collectors.toCollection(ArrayList::new));
            case "items" ->
                entries.values().stream()
                        .map(entry -> pair(entry.key(), entry.value()))
                        .collect(Collectors.toCollection(ArrayList::new));
            case "copy" -> value();
            case "clear" -> {
                entries.clear();
                yield null;
            }
            case "pop" ->
                given.has(1, "default") && !entries.containsKey(PythonRules.key(given.get(0, "key")))
                        ? given.get(1, "default")
                        : take(given).value();
            case "popitem" -> popitem();
            case "setdefault" -> {
                Entry entry = entries.get(PythonRules.key(given.get(0, "key")));
                if (entry != null) {
                    yield entry.value();
                }
                Object value = given.get(1, "default", null);
                Object _ = put(given.get(0, "key"), value, false);
                yield value;
            }
            case "update" -> update(given);
            case "#putIfAbsent" -> {
                Entry entry = entries.get(PythonRules.key(given.get(0, "key")));
                yield entry != null ? entry.value() : put(given.get(0, "key"), given.get(1, "value"), false);
            }
            case "#remove" -> {
                boolean is = is(given);
                if (is) {
                    Entry _ = take(given);
                }
                yield is;
            }
            case "#replace" -> {
                boolean is = is(given);
                if (is) {
                    Object _ = put(given.get(0, "key"), given.get(2, "value"), false);
                }
                yield is;
            }
            default -> throw Kinds.noMethod("dict", method);
        };
    }

    private static Tuple pair(@Nullable Object key, @Nullable Object value) {
        return new Tuple(java.util.Arrays.asList(key, value));
    }

    private @Nullable Object put(@Nullable Object key, @Nullable Object value, boolean wanted) throws PythonError {
        Object place = PythonRules.key(key);
        Entry before = entries.get(place);
        entries.put(place, new Entry(before == null ? key : before.key(), value));
        return wanted && before != null ? before.value() : null;
    }

    private boolean is(Arguments given) throws PythonError {
        Entry entry = entries.get(PythonRules.key(given.get(0, "key")));
        return entry != null && PythonRules.same(entry.value(), given.get(1, "old"));
    }

    private Entry take(Arguments given) throws PythonError {
        Entry entry = entries.remove(PythonRules.key(given.get(0, "key")));
        if (entry == null) {
            throw PythonError.of("KeyError", given.get(0, "key"));
        }
        return entry;
    }

    private Tuple popitem() throws PythonError {
        Entry last = entries.isEmpty()
                ? null
                : ((LinkedHashMap<Object, Entry>) entries).pollLastEntry().getValue();
        if (last == null) {
            throw PythonError.of("KeyError", "popitem(): dictionary is empty");
        }
        return pair(last.key(), last.value());
    }

    private @Nullable Object update(Arguments given) throws PythonError {
        if (!given.values().isEmpty()) {
            Object other = given.values().getFirst();
            if (other instanceof Map<?, ?> map) {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    Object _ = put(entry.getKey(), entry.getValue(), false);
                }
            } else {
                for (Object pair : Arguments.items(other)) {
                    Iterator<? extends @Nullable Object> both =
                            Arguments.items(pair).iterator();
                    Object _ = put(both.next(), both.next(), false);
                }
            }
        }
        for (Map.Entry<String, @Nullable Object> entry : given.named().entrySet()) {
            Object _ = put(entry.getKey(), entry.getValue(), false);
        }
        return null;
    }

    private List<@Nullable Object> keys() {
        List<@Nullable Object> keys = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    @Override
    public synchronized Object value() {
        Map<@Nullable Object, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(entries.size());
        entries.values().forEach(entry -> copy.put(entry.key(), entry.value()));
        return copy;
    }

    @Override
    public String show() {
        return PythonRules.show(value());
    }

    @Override
    public synchronized String glance(int width) {
        Map<@Nullable Object, @Nullable Object> first = new LinkedHashMap<>();
        entries.values().stream().limit(SHOWN).forEach(entry -> first.put(entry.key(), entry.value()));
        return PythonRules.glance(first, width);
    }
}
