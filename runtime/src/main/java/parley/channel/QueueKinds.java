package parley.channel;

import java.util.Set;
import parley.wire.Portable;
import parley.wire.PortableKind;

/** Makes queues again from their address. Has no state. */
public final class QueueKinds implements PortableKind {
    /** For the service loader. */
    public QueueKinds() {}

    @Override
    public Set<String> kinds() {
        return Set.of("Queue", "JoinableQueue");
    }

    @Override
    public Portable attach(String kind, long address) {
        return kind.equals("JoinableQueue") ? JoinableQueue.attach(address) : Queue.attach(address);
    }
}
