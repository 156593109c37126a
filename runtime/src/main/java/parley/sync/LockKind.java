package parley.sync;

import parley.memory.ObjectKind;
import parley.wire.Portable;
import parley.wire.PortableKind;

/** Makes locks again from their address. Has no state. */
public final class LockKind implements PortableKind {
    /** For the service loader. */
    public LockKind() {}

    @Override
    public String kind() {
        return ObjectKind.LOCK.toString();
    }

    @Override
    public Portable attach(long address) {
        return Lock.attach(address);
    }
}
