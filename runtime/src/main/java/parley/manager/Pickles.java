package parley.manager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.pickle.ObjectReader;
import parley.pickle.ObjectWriter;
import parley.pickle.Pickle;
import parley.pickle.PickledName;
import parley.pickle.PickledObject;
import parley.ship.JavaValues;
import parley.wire.Opaque;
import parley.wire.Tuple;

/** The parts of managers' messages that are no plain data, as CPython pickles them. Has no state. */
final class Pickles {
    private static final String REBUILD = "multiprocessing.managers.RebuildProxy";

    private Pickles() {}

    /** Makes of a proxy that arrives what stands for it here. */
    interface Arrival {
        Object proxy(PickledName type, Token token, List<String> exposed);
    }

    static Map<String, ObjectReader> readers(Arrival arrival) {
        return Map.of(
                Token.NAME,
                new ObjectReader() {
                    @Override
                    public Object make(List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords) {
                        return new Object();
                    }

                    @Override
                    public Object state(@Nullable Object made, @Nullable Object state) {
                        return Token.of(state);
                    }
                },
                REBUILD,
                (arguments, _) -> {
                    if (arguments.size() == 4
                            && arguments.get(0) instanceof PickledName type
                            && arguments.get(1) instanceof Token token
                            && arguments.get(3) instanceof Map<?, ?> named) {
                        return arrival.proxy(type, token, names(named.get("exposed")));
                    }
                    throw new IllegalArgumentException("not a proxy: arguments=" + arguments);
                });
    }

    /** Methods' names from a tuple, a list or a set. */
    static List<String> names(@Nullable Object names) {
        List<String> all = new ArrayList<>();
        Iterable<?> given = switch (names) {
            case Tuple(var values) -> values;
            case Iterable<?> some -> some;
            case null, default -> List.of();
        };
        given.forEach(each -> all.add(String.valueOf(each)));
        return all;
    }

    static PickledObject rebuild(PickledName type, Token token, List<String> exposed) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        if (!exposed.isEmpty()) {
            named.put("exposed", new Tuple(List.copyOf(exposed)));
        }
        return PickledObject.call(
                new PickledName("multiprocessing.managers", "RebuildProxy"), type, token.pickled(), "pickle", named);
    }

    static PickledObject error(PythonError error) {
        String type = error.type();
        int dot = type.lastIndexOf('.');
        PickledName name = dot < 0
                ? new PickledName("builtins", type)
                : new PickledName(type.substring(0, dot), type.substring(dot + 1));
        return PickledObject.call(name, error.arguments().toArray());
    }

    static PythonError error(PickledObject error) {
        String type = error.name();
        return new PythonError(
                type.equals("_queue.Empty") ? "queue.Empty" : type.equals("_queue.Full") ? "queue.Full" : type,
                error.arguments());
    }

    /** Pickles a message; what Java's clients have put unread is read now, for Python may know what it is. */
    static byte[] dumps(@Nullable Object message, ObjectWriter proxies) {
        return Pickle.dumps(message, Pickle.DEFAULT_PROTOCOL, object -> switch (object) {
            case Token token -> token.pickled();
            case Opaque opaque when opaque.language().equals("java") -> JavaValues.decode(JavaValues.encode(opaque));
            default -> proxies.instead(object);
        });
    }
}
