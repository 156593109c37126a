package parley.manager;

import org.jspecify.annotations.Nullable;
import parley.ship.ValueReader;
import parley.wire.Opaque;

/**
 * Reads what the session's clients send to a manager. Objects of the user's classes stay unread: the manager hands them
 * on, and need not know these classes, which may be younger than it. Any thread.
 */
final class ServerReader extends ValueReader {
    private final long manager;
    private final Shelf shelf;

    ServerReader(long manager, Shelf shelf) {
        this.manager = manager;
        this.shelf = shelf;
    }

    @Override
    public @Nullable Object opaque(String language, String label, byte[] form) {
        return new Opaque(language, label, form);
    }

    @Override
    public @Nullable Object portable(String kind, long address) {
        if (ManagerKinds.isProxy(kind) && Ticket.manager(address) == manager) {
            try {
                return shelf.nest(Ticket.object(address));
            } catch (PythonError e) {
                throw new IllegalArgumentException("no such object in this manager: " + e.getMessage(), e);
            }
        }
        return super.portable(kind, address);
    }
}
