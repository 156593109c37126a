package parley.socket;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file descriptor that is closed once: not while a thread uses it, whose call would go to whatever has the number next.
 * What was forgotten without a close is closed when a next one is made. Any thread.
 *
 * <pre>
 *   open ─use()─▶ in use ─done()─▶ open        close(): no use any more; the last done() closes
 * </pre>
 */
final class Descriptor {
    private static final ReferenceQueue<Object> FORGOTTEN = new ReferenceQueue<>();
    private static final Set<Reference<?>> WATCHED = ConcurrentHashMap.newKeySet();

    final Traffic traffic = new Traffic();

    private final int number;
    private int users;
    private boolean closed;
    private boolean gone;

    Descriptor(int number) {
        this.number = number;
    }

    private static final class Watch extends PhantomReference<Object> {
        private final Descriptor descriptor;

        Watch(Object owner, Descriptor descriptor) {
            super(owner, FORGOTTEN);
            this.descriptor = descriptor;
        }
    }

    /** Closed at the latest when nobody has its owner any more. */
    Descriptor ownedBy(Object owner) {
        for (Reference<?> forgotten = FORGOTTEN.poll(); forgotten != null; forgotten = FORGOTTEN.poll()) {
            WATCHED.remove(forgotten);
            ((Watch) forgotten).descriptor.close();
        }
        WATCHED.add(new Watch(owner, this));
        return this;
    }

    int number() {
        return number;
    }

    /** Before it is used; to be followed by {@link #done()}. */
    synchronized void use() throws SocketError {
        if (closed) {
            throw new SocketError(SocketError.CLOSED, "handle is closed");
        }
        users++;
    }

    /** After it was used. */
    synchronized void done() {
        users--;
        release();
    }

    synchronized void close() {
        closed = true;
        release();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void release() {
        if (closed && users == 0 && !gone) {
            gone = true;
            traffic.end();
            Sockets.close(number);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number;
    }

    /** For who waits: whether to go on. */
    void checkOpen() throws SocketError {
        if (isClosed()) {
            throw new SocketError(SocketError.CLOSED, "handle is closed");
        }
    }
}
