package parley.manager;

import java.util.Set;
import parley.wire.Portable;
import parley.wire.PortableKind;

/** Makes proxies again where they arrive. Has no state. */
public final class ManagerKinds implements PortableKind {
    /** For the service loader. */
    public ManagerKinds() {}

    @Override
    public Set<String> kinds() {
        return Proxies.TYPES.keySet();
    }

    static boolean isProxy(String kind) {
        return Proxies.TYPES.containsKey(kind);
    }

    @Override
    public Portable attach(String kind, long address) {
        return Remote.numbered(Ticket.manager(address)).proxy(kind, Ticket.object(address), false);
    }
}
