package parley.sync;

import java.util.Set;
import parley.wire.Portable;
import parley.wire.PortableKind;

/** Makes the objects of this package again from their address. Has no state. */
public final class SyncKinds implements PortableKind {
    /** For the service loader. */
    public SyncKinds() {}

    @Override
    public Set<String> kinds() {
        return Set.of(
                "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event", "Barrier", "Value", "Array");
    }

    @Override
    public Portable attach(String kind, long address) {
        return switch (kind) {
            case "Lock" -> Lock.attach(address);
            case "RLock" -> RLock.attach(address);
            case "Semaphore" -> Semaphore.attach(address);
            case "BoundedSemaphore" -> BoundedSemaphore.attach(address);
            case "Condition" -> Condition.attach(address);
            case "Event" -> Event.attach(address);
            case "Barrier" -> Barrier.attach(address);
            case "Value" -> Value.attach(address);
            case "Array" -> Array.attach(address);
            default -> throw new IllegalArgumentException("not of this package: kind=" + kind);
        };
    }
}
