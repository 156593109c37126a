package parley.manager;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.pickle.PickledObject;

/** Python's {@code list}. */
final class ListReferent implements Referent {
    private static final int SHOWN = 20;

    private List<@Nullable Object> items;

    ListReferent(Arguments given) throws PythonError {
        items = given.values().isEmpty()
                ? new ArrayList<>()
                : new ArrayList<>(Arguments.items(given.values().getFirst()));
    }

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "__getitem__" -> Slice.get(items, given.get(0, "index"));
            case "__setitem__" -> Slice.set(items, given.get(0, "index"), given.get(1, "value"));
            case "#set" -> items.set(Slice.place(items, given.get(0, "index")), given.get(1, "value"));
            case "__delitem__" -> Slice.remove(items, given.get(0, "index"));
            case "__len__" -> items.size();
            case "__contains__" -> find(given.get(0, "value"), 0, items.size()) >= 0;
            case "__add__" -> {
                List<@Nullable Object> sum = new ArrayList<>(items);
                sum.addAll(Arguments.items(given.get(0, "other")));
                yield sum;
            }
            case "__mul__", "__rmul__" -> times(given.integer(0, "n"));
            case "__imul__" -> {
                items = times(given.integer(0, "n"));
                yield null;
            }
            case "__reversed__" -> new ArrayList<>(items.reversed());
            case "append" -> {
                items.add(given.get(0, "value"));
                yield null;
            }
            case "extend" -> {
                items.addAll(new ArrayList<>(Arguments.items(given.get(0, "values"))));
                yield null;
            }
            case "insert" -> {
                items.add(Slice.bound(given.integer(0, "index"), items.size()), given.get(1, "value"));
                yield null;
            }
            case "pop" -> pop(given);
            case "remove" -> {
                items.remove(index(given.get(0, "value"), 0, items.size()));
                yield null;
            }
            case "index" ->
                index(
                        given.get(0, "value"),
                        Slice.bound(given.integer(1, "start", 0), items.size()),
                        Slice.bound(given.integer(2, "stop", Integer.MAX_VALUE), items.size()));
            case "count" -> count(given.get(0, "value"));
            case "reverse" -> {
                Collections.reverse(items);
                yield null;
            }
            case "sort" -> sort(given);
            case "clear" -> {
                items.clear();
                yield null;
            }
            case "copy" -> value();
            default -> throw Kinds.noMethod("list", method);
        };
    }

    private List<@Nullable Object> times(int n) {
        List<@Nullable Object> many = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            many.addAll(items);
        }
        return many;
    }

    private @Nullable Object pop(Arguments given) throws PythonError {
        if (items.isEmpty()) {
            throw PythonError.of("IndexError", "pop from empty list");
        }
        int at = given.integer(0, "index", -1);
        int place = at < 0 ? at + items.size() : at;
        if (place < 0 || place >= items.size()) {
            throw PythonError.of("IndexError", "pop index out of range");
        }
        return items.remove(place);
    }

    private int find(@Nullable Object value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (PythonRules.same(items.get(i), value)) {
                return i;
            }
        }
        return -1;
    }

    private int index(@Nullable Object value, int from, int to) throws PythonError {
        int found = find(value, from, to);
        if (found < 0) {
            throw PythonError.of("ValueError", PythonRules.show(value) + " is not in list");
        }
        return found;
    }

    private int count(@Nullable Object value) {
        return (int)
                items.stream().filter(each -> PythonRules.same(each, value)).count();
    }

    private @Nullable Object sort(Arguments given) throws PythonError {
        Object key = given.named().get("key");
        if (key != null) {
            throw PythonError.of("TypeError", "a manager in Java sorts without a key: key=" + show(key));
        }
        Comparator<@Nullable Object> order = PythonRules::compare;
        List<@Nullable Object> sorted = new ArrayList<>(items);
        try {
            sorted.sort(given.flag(1, "reverse", false) ? order.reversed() : order);
        } catch (PythonRules.NoOrder e) {
            throw e.error();
        }
        items = sorted;
        return null;
    }

    private static String show(Object key) {
        return key instanceof PickledObject object ? object.name() : key.toString();
    }

    @Override
    public synchronized Object value() {
        return new ArrayList<>(items);
    }

    @Override
    public String show() {
        return PythonRules.show(value());
    }

    @Override
    public synchronized String glance(int width) {
        return PythonRules.glance(new ArrayList<>(items.subList(0, Math.min(SHOWN, items.size()))), width);
    }
}
