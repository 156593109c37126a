package parley.manager;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every manager can make, by the names, and with the methods, that Python's {@code SyncManager} has. */
final class Kinds {
    private static final String[] LOCK = {"acquire", "release"};
    private static final String[] QUEUE = {
        "empty", "full", "get", "get_nowait", "join", "put", "put_nowait", "qsize", "task_done"
    };

    /** In the order of Python's documentation. */
    private static final List<Kind> ALL = List.of(
            Kind.of("Queue", "QueueProxy", "AutoProxy", QueueReferent::new, QUEUE),
            Kind.of("JoinableQueue", "QueueProxy", "AutoProxy", QueueReferent::new, QUEUE),
            Kind.of("Event", "EventProxy", "EventProxy", _ -> new EventReferent(), "is_set", "set", "clear", "wait"),
            Kind.of("Lock", "AcquirerProxy", "AcquirerProxy", _ -> new LockReferent(false), LOCK),
            Kind.of("RLock", "AcquirerProxy", "AcquirerProxy", _ -> new LockReferent(true), LOCK),
            Kind.of("Semaphore", "AcquirerProxy", "AcquirerProxy", given -> new SemaphoreReferent(given, false), LOCK),
            Kind.of(
                    "BoundedSemaphore",
                    "AcquirerProxy",
                    "AcquirerProxy",
                    given -> new SemaphoreReferent(given, true),
                    LOCK),
            Kind.of(
                    "Condition",
                    "ConditionProxy",
                    "ConditionProxy",
                    ConditionReferent::of,
                    "acquire",
                    "release",
                    "wait",
                    "notify",
                    "notify_all"),
            Kind.of(
                    "Barrier",
                    "BarrierProxy",
                    "BarrierProxy",
                    BarrierReferent::new,
                    "__getattribute__",
                    "wait",
                    "abort",
                    "reset"),
            Kind.of(
                    "list",
                    "ListProxy",
                    "ListProxy",
                    ListReferent::new,
                    "__add__",
                    "__contains__",
                    "__delitem__",
                    "__getitem__",
                    "__len__",
                    "__mul__",
                    "__reversed__",
                    "__rmul__",
                    "__setitem__",
                    "append",
                    "count",
                    "extend",
                    "index",
                    "insert",
                    "pop",
                    "remove",
                    "reverse",
                    "sort",
                    "__imul__",
                    "clear",
                    "copy"),
            new Kind(
                    "dict",
                    "DictProxy",
                    "DictProxy",
                    Set.of(
                            "__contains__",
                            "__delitem__",
                            "__getitem__",
                            "__iter__",
                            "__len__",
                            "__setitem__",
                            "clear",
                            "copy",
                            "get",
                            "items",
                            "keys",
                            "pop",
                            "popitem",
                            "setdefault",
                            "update",
                            "values"),
                    Map.of("__iter__", "Iterator"),
                    DictReferent::new),
            Kind.of("Value", "ValueProxy", "ValueProxy", ValueReferent::new, "get", "set"),
            Kind.of("Array", "ArrayProxy", "ArrayProxy", ArrayReferent::new, "__len__", "__getitem__", "__setitem__"),
            Kind.of(
                    "Namespace",
                    "NamespaceProxy",
                    "NamespaceProxy",
                    NamespaceReferent::new,
                    "__getattribute__",
                    "__setattr__",
                    "__delattr__"));

    /** What is made by methods of others only. */
    static final Kind ITERATOR = Kind.of(
            "Iterator",
            "IteratorProxy",
            "IteratorProxy",
            _ -> {
                throw PythonError.of("TypeError", "an iterator is made by its dict");
            },
            "__next__",
            "send",
            "throw",
            "close");

    private Kinds() {}

    /** By name; a fresh map. */
    static Map<String, Kind> standard() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        ALL.forEach(kind -> kinds.put(kind.typeid(), kind));
        return kinds;
    }

    static PythonError noMethod(String type, String method) {
        return PythonError.of("AttributeError", "'" + type + "' object has no attribute '" + method + "'");
    }
}
