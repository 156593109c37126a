package parley.socket;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Verb;
import parley.trace.ConnectionState;
import parley.trace.StoppedFailure;

/**
 * One end of a connection over a socket: sends and receives whole messages. Any thread; one sends and one receives at a
 * time. A call that is interrupted leaves its message half done, for the next one of its kind to finish.
 */
public final class SocketEnd implements AutoCloseable {
    /** The length of a message that nobody limits. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** How long a peer may take for a handshake, in nanoseconds. */
    public static final long PATIENCE = 10_000_000_000L;

    /** How long the other side of a handshake may take until who waits for it sleeps, in nanoseconds. */
    static final long SOON = 50_000;

    /** What goes in one piece with its head, as CPython does: one packet. */
    private static final int SMALL = 16_384;

    private static final long NAP = 1_000_000; // the other side's queue of connections is full

    /** Who has waited for long notices late that he is interrupted: a server has a thread for each of its idle clients. */
    private static final long LONGEST_NAP = 8 * Deadline.SLICE;

    private final Descriptor descriptor;
    private final FrameReader reader = new FrameReader();
    private final Deque<byte[]> unsent = new ArrayDeque<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock receiving = new ReentrantLock();
    private int sent; // of the first that is unsent

    SocketEnd(int fd) {
        descriptor = new Descriptor(fd).ownedBy(this);
    }

    /**
     * Connects; waits until the other side's system has taken it.
     *
     * @param address of a listener
     * @param key proved in both directions, or null for none
     * @return open
     * @throws SocketError where nobody listens there, or it breaks off
     * @throws AuthenticationError where the key is not theirs
     */
    public static SocketEnd connect(SocketAddress address, byte @Nullable [] key)
            throws SocketError, AuthenticationError {
        SocketEnd end = new SocketEnd(SocketListener.open(address));
        try {
            end.connect(address);
            end.begin(ConnectionState.OPEN, ownAddress(end.number(), address), Traffic.text(address));
            if (key != null) {
                end.prove(new Handshake(key, Handshake.Round.ANSWER, Handshake.Round.DELIVER));
            }
            return end;
        } catch (SocketError | AuthenticationError | RuntimeException e) {
            end.close();
            throw e;
        }
    }

    /** The client of a path has no address. */
    private static String ownAddress(int fd, SocketAddress peer) {
        return peer instanceof InetSocketAddress ? Traffic.text(Sockets.name(fd)) : "";
    }

    /** Shows itself to those who look from outside. */
    void begin(ConnectionState state, String address, String peer) {
        descriptor.traffic.begin(state, address, peer);
    }

    /** Shows that the key is proved. */
    void open() {
        descriptor.traffic.state(ConnectionState.OPEN);
    }

    private void connect(SocketAddress address) throws SocketError {
        int fd = descriptor.number();
        int code = Sockets.connect(fd, address);
        if (code == -Sockets.EAGAIN || code == -Sockets.EINPROGRESS) {
            try (var _ = Member.current().waiting(Verb.CONNECT, 0)) {
                while (code == -Sockets.EAGAIN) { // a Unix socket is not told when there is room
                    LockSupport.parkNanos(NAP);
                    Deadline.checkStopped("connect");
                    code = Sockets.connect(fd, address);
                }
                while (code == -Sockets.EINPROGRESS) {
                    Deadline.checkStopped("connect");
                    code = Sockets.poll(new int[] {fd}, Sockets.POLLOUT, Deadline.SLICE)[0]
                            ? Sockets.outcome(fd)
                            : code;
                }
            }
        }
        SocketListener.check(code, "connect", address);
        if (address instanceof InetSocketAddress) {
            Sockets.hurry(fd);
        }
    }

    /**
     * Goes through a handshake, in bounded time.
     *
     * @param handshake a fresh one
     * @throws SocketError where the other side goes, takes too long, or sends what is no handshake
     * @throws AuthenticationError where it fails
     */
    public void prove(Handshake handshake) throws SocketError, AuthenticationError {
        descriptor.traffic.state(ConnectionState.PROVING);
        Proof proof = new Proof(this, handshake);
        lock(receiving, "recv");
        try {
            if (reader.hasBegun()) {
                throw new SocketError(SocketError.BROKEN, "a message is half received");
            }
            descriptor.use();
            try {
                proof.begin();
                if (!advanceSoon(proof)) {
                    advance(proof, new Deadline(PATIENCE));
                }
            } finally {
                descriptor.done();
            }
        } finally {
            receiving.unlock();
        }
        open();
    }

    /** The other side works on it: to look a few times is less than to sleep and be woken. Whether it is through. */
    @SuppressWarnings("ThreadPriorityCheck") // where the other side waits for this very processor, it gets it
    static boolean advanceSoon(Proof proof) throws SocketError, AuthenticationError {
        for (long end = System.nanoTime() + SOON; System.nanoTime() < end; Thread.yield()) {
            if (proof.advance()) {
                return true;
            }
        }
        return false;
    }

    private void advance(Proof proof, Deadline deadline) throws SocketError, AuthenticationError {
        do {
            if (!await(Sockets.POLLIN, Verb.RECV, deadline)) {
                throw new SocketError(
                        SocketError.BROKEN,
                        "the other side takes too long for its handshake: seconds=" + PATIENCE / 1e9);
            }
        } while (!proof.advance());
    }

    /**
     * Sends a message; waits until the system has taken it.
     *
     * @param message its bytes, not to be changed until it is sent
     * @throws SocketError where the other side is gone, or this end is closed
     * @throws StoppedFailure where the thread is interrupted; {@link #flush()}, or the next message, then sends the rest
     */
    public void send(byte[] message) throws SocketError {
        lock(sending, "send");
        try {
            descriptor.traffic.sent(message.length);
            int length = message.length;
            byte[] head = {(byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length};
            if (length <= SMALL) {
                byte[] whole = Arrays.copyOf(head, 4 + length);
                System.arraycopy(message, 0, whole, 4, length);
                unsent.add(whole);
            } else {
                unsent.add(head);
                unsent.add(message);
            }
            flushLocked();
        } finally {
            sending.unlock();
        }
    }

    /** Sends messages of a handshake with their heads: those are not counted. */
    void sendWhole(byte[] frames) throws SocketError {
        lock(sending, "send");
        try {
            unsent.add(frames);
            flushLocked();
        } finally {
            sending.unlock();
        }
    }

    /**
     * Sends what an interrupted call has left.
     *
     * @throws SocketError as for {@link #send}
     */
    public void flush() throws SocketError {
        lock(sending, "send");
        try {
            flushLocked();
        } finally {
            sending.unlock();
        }
    }

    private void flushLocked() throws SocketError {
        descriptor.use();
        try {
            while (!unsent.isEmpty()) {
                byte[] part = unsent.getFirst();
                int count = Sockets.send(descriptor.number(), part, sent, part.length - sent);
                if (count == -Sockets.EAGAIN) {
                    await(Sockets.POLLOUT, Verb.SEND, new Deadline(Deadline.FOREVER));
                    continue;
                }
                SocketListener.check(count, "send", null);
                sent += count;
                if (sent == part.length) {
                    unsent.removeFirst();
                    sent = 0;
                }
            }
        } finally {
            descriptor.done();
        }
    }

    /**
     * Takes the oldest message; waits for one.
     *
     * @param most the longest that is wanted, in bytes; a longer one is an error, and the end unusable
     * @return its bytes
     * @throws SocketError where the other side is gone, or sends what is no message, or this end is closed
     * @throws StoppedFailure where the thread is interrupted; the next call goes on where this one was
     */
    public byte[] receive(long most) throws SocketError {
        byte[] message = receive(most, new Deadline(Deadline.FOREVER));
        if (message == null) {
            throw new IllegalStateException("a wait without end has ended");
        }
        descriptor.traffic.received(message.length);
        return message;
    }

    /** The same, but null where the time is up. */
    byte @Nullable [] receive(long most, Deadline deadline) throws SocketError {
        lock(receiving, "recv");
        try {
            descriptor.use();
            try {
                byte[] message = receiveNow(most);
                while (message == null) {
                    if (reader.hasBegun()) { // CPython's system sends the rest once it knows that we have the head
                        Sockets.confirm(descriptor.number());
                    }
                    if (!await(Sockets.POLLIN, Verb.RECV, deadline)) {
                        return null;
                    }
                    message = receiveNow(most);
                }
                return message;
            } finally {
                descriptor.done();
            }
        } finally {
            receiving.unlock();
        }
    }

    /** A message whose bytes have all arrived, or null. For who has the right to receive. */
    private byte @Nullable [] receiveNow(long most) throws SocketError {
        while (true) {
            int count = receiveSome(reader.buffer(), reader.filled(), reader.room(), reader.isCut());
            if (count == 0) {
                return null;
            }
            byte[] message = reader.add(count, most);
            if (message != null) {
                return message;
            }
        }
    }

    /**
     * Bytes that have arrived. For who has the right to receive.
     *
     * @param cut whether an end would be in the middle of a message
     * @return how many; 0 where there are none yet
     */
    int receiveSome(byte[] into, int from, int room, boolean cut) throws SocketError {
        int count = Sockets.receive(descriptor.number(), into, from, room);
        if (count == -Sockets.EAGAIN) {
            return 0;
        }
        SocketListener.check(count, "recv", null);
        if (count == 0) {
            throw cut
                    ? new SocketError(SocketError.BROKEN, "got end of file during message")
                    : new SocketError(SocketError.END, "the other side has closed");
        }
        return count;
    }

    /**
     * Whether there is something to receive in time, or the end.
     *
     * @param nanos how long to wait; negative for as long as it takes
     * @return false where {@link #receive} would wait
     * @throws SocketError where this end is closed
     */
    public boolean poll(long nanos) throws SocketError {
        descriptor.use();
        try {
            return Sockets.poll(new int[] {descriptor.number()}, Sockets.POLLIN, 0)[0]
                    || (nanos != 0 && await(Sockets.POLLIN, Verb.RECV, new Deadline(nanos)));
        } finally {
            descriptor.done();
        }
    }

    private boolean await(short what, Verb verb, Deadline deadline) throws SocketError {
        int[] fds = {descriptor.number()};
        long nap = Deadline.SLICE;
        try (var _ = Member.current().waiting(verb, 0)) {
            while (true) {
                long slice = deadline.slice(nap);
                nap = Math.min(LONGEST_NAP, nap + nap / 4);
                if (slice <= 0) {
                    return false;
                }
                boolean ready = Sockets.poll(fds, what, slice)[0];
                Deadline.checkStopped(verb.toString());
                descriptor.checkOpen();
                if (ready) {
                    return true;
                }
            }
        }
    }

    private static void lock(ReentrantLock lock, String what) {
        if (!lock.tryLock()) {
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException e) {
                throw new StoppedFailure("stopped: while=" + what);
            }
        }
    }

    /** This process does not use it any more; another thread that waits for it is told. */
    @Override
    public void close() {
        descriptor.close();
    }

    /**
     * Whether this process has closed it.
     *
     * @return false at first
     */
    public boolean closed() {
        return descriptor.isClosed();
    }

    /**
     * The operating system's number for it.
     *
     * @return good until it is closed
     */
    public int number() {
        return descriptor.number();
    }

    /**
     * Where the other side is.
     *
     * @return an empty path where it has no name
     * @throws SocketError where this end is closed
     */
    public SocketAddress peer() throws SocketError {
        descriptor.use();
        try {
            return Sockets.peer(descriptor.number());
        } finally {
            descriptor.done();
        }
    }

    @Override
    public String toString() {
        return "socket " + descriptor.number();
    }
}
