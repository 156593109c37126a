package parley.channel;

import parley.memory.ObjectKind;
import parley.wire.Portable;
import parley.wire.PortableKind;

/** Makes queues again from their address. Has no state. */
public final class QueueKind implements PortableKind {
    /** For the service loader. */
    public QueueKind() {}

    @Override
    public String kind() {
        return ObjectKind.QUEUE.toString();
    }

    @Override
    public Portable attach(long address) {
        return Queue.attach(address);
    }
}
