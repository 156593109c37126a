package parley.manager;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiFunction;

/** Which class of proxies is for what. Has no state. */
final class Proxies {
    /** A class of proxies: what its objects are in Python, and how it is made. */
    record Type(String typeid, BiFunction<Remote, Long, BaseProxy> maker) {}

    static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("BaseProxy", new Type("object", BaseProxy::new)),
            Map.entry("DictProxy", new Type("dict", DictProxy::new)),
            Map.entry("ListProxy", new Type("list", ListProxy::new)),
            Map.entry("NamespaceProxy", new Type("Namespace", NamespaceProxy::new)),
            Map.entry("AcquirerProxy", new Type("Lock", AcquirerProxy::new)),
            Map.entry("ConditionProxy", new Type("Condition", ConditionProxy::new)),
            Map.entry("EventProxy", new Type("Event", EventProxy::new)),
            Map.entry("BarrierProxy", new Type("Barrier", BarrierProxy::new)),
            Map.entry("ValueProxy", new Type("Value", ValueProxy::new)),
            Map.entry("ArrayProxy", new Type("Array", ArrayProxy::new)),
            Map.entry("QueueProxy", new Type("Queue", QueueProxy::new)),
            Map.entry("IteratorProxy", new Type("Iterator", IteratorProxy::new)));

    private Proxies() {}

    static BaseProxy make(String type, Remote remote, long number) {
        Type known = TYPES.get(type);
        return (known == null ? new Type("object", BaseProxy::new) : known)
                .maker()
                .apply(remote, number);
    }

    /** The class for objects of that name, of which these methods may be called. */
    static String type(String typeid, Collection<String> exposed) {
        Kind standard = Kinds.standard().get(typeid);
        if (standard != null) {
            return standard.proxy();
        }
        if (exposed.contains("__next__")) {
            return "IteratorProxy";
        }
        if (exposed.contains("__setitem__")) {
            return exposed.contains("keys") ? "DictProxy" : exposed.contains("append") ? "ListProxy" : "ArrayProxy";
        }
        if (exposed.contains("acquire") && exposed.contains("release")) {
            return exposed.contains("notify") ? "ConditionProxy" : "AcquirerProxy";
        }
        if (exposed.contains("__setattr__")) {
            return "NamespaceProxy";
        }
        if (exposed.contains("is_set") && exposed.contains("wait")) {
            return "EventProxy";
        }
        if (exposed.contains("put") && exposed.contains("get") && exposed.contains("qsize")) {
            return "QueueProxy";
        }
        return "BaseProxy";
    }
}
