package parley.python;

import parley.socket.SocketListener;

/** A listener as {@code multiprocessing/sockets.py} uses it: no call throws. Public for Python code. Any thread. */
public final class ListenerPort {
    private final SocketListener listener;
    private final Interrupts interrupts;

    ListenerPort(SocketListener listener, Interrupts interrupts) {
        this.listener = listener;
        this.interrupts = interrupts;
    }

    /** A {@link SocketPort}, the key proved. */
    public SocketsPort.Outcome accept() {
        return SocketsPort.attempt(interrupts, () -> new SocketPort(listener.accept(), interrupts));
    }

    public void close() {
        listener.close();
    }

    /** Host and port, or a path. */
    public Object[] address() {
        return SocketsPort.parts(listener.address());
    }

    /** The same; empty before the first. */
    public Object[] lastAccepted() {
        return SocketsPort.parts(listener.lastAccepted());
    }
}
