package parley.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Verb;
import parley.trace.ConnectionState;
import parley.trace.Self;
import parley.trace.StoppedFailure;

/**
 * Takes connections. With a key, all who knock are asked for it side by side, within one {@link #accept}: a wrong key is
 * an error of that call, as in Python; whoever is silent, goes away or sends no handshake is refused in passing. Any
 * thread; one accepts at a time.
 */
public final class SocketListener implements AutoCloseable {
    /** More than so many at once are not asked: the one that has been silent longest goes. */
    private static final int MOST_ASKED = 64;

    /** Who finds no room among those who wait at a port is not told so, and waits for ever. */
    private static final int LEAST_BACKLOG = 1024;

    /** For so long who was asked may be about to answer, in nanoseconds. */
    private static final long YOUNG = 1_000_000;

    private final Descriptor descriptor;
    private final SocketAddress address;
    private final byte @Nullable [] key;
    private final long patience;
    private final long maker = Self.pid();
    private final List<Asked> asked = new ArrayList<>();
    private final ReentrantLock accepting = new ReentrantLock();
    private volatile @Nullable SocketAddress lastAccepted;

    /** One that has not proved the key yet. */
    private record Asked(SocketEnd end, Proof proof, long since) {}

    private SocketListener(int fd, SocketAddress address, byte @Nullable [] key, long patience) {
        this.descriptor = new Descriptor(fd).ownedBy(this);
        this.address = address;
        this.key = key == null ? null : key.clone();
        this.patience = patience;
        descriptor.traffic.begin(ConnectionState.LISTENING, Traffic.text(address), "");
    }

    /**
     * Starts to listen.
     *
     * @param address where; port 0 for any that is free
     * @param backlog how many may wait until they are accepted
     * @param key what they must know, or null for nothing
     * @return open
     * @throws SocketError where that is not possible
     */
    public static SocketListener bind(SocketAddress address, int backlog, byte @Nullable [] key) throws SocketError {
        return bind(address, backlog, key, SocketEnd.PATIENCE);
    }

    static SocketListener bind(SocketAddress address, int backlog, byte @Nullable [] key, long patience)
            throws SocketError {
        int fd = open(address);
        try {
            check(Sockets.bind(fd, address), "bind", address);
            int most = address instanceof InetSocketAddress ? Math.max(backlog, LEAST_BACKLOG) : backlog;
            check(Sockets.listen(fd, most), "listen", address);
            SocketAddress actual = address instanceof InetSocketAddress ? Sockets.name(fd) : address;
            return new SocketListener(fd, actual, key, patience);
        } catch (SocketError e) {
            Sockets.close(fd);
            throw e;
        }
    }

    /** A descriptor for an address. */
    static int open(SocketAddress address) throws SocketError {
        if (!Sockets.AVAILABLE) {
            throw new SocketError(
                    SocketError.BROKEN,
                    "connections over sockets are for Linux: system=" + System.getProperty("os.name"));
        }
        if (Sockets.isTooLong(address)) {
            throw new SocketError(SocketError.BROKEN, "AF_UNIX path too long");
        }
        int fd = Sockets.socket(address);
        check(fd, "socket", address);
        return fd;
    }

    /** A call of {@link Sockets} that must have worked. */
    static void check(int code, String what, @Nullable SocketAddress address) throws SocketError {
        if (code < 0) {
            String reason = switch (-code) {
                case 2 -> "no such file";
                case 13 -> "permission denied";
                case 24 -> "too many open files";
                case 32 -> "broken pipe";
                case 98 -> "address already in use";
                case 99 -> "no such address here";
                case 104 -> "connection reset by peer";
                case 111 -> "connection refused";
                default -> "error " + -code;
            };
            throw new SocketError(-code, reason + ": call=" + what + (address == null ? "" : ", address=" + address));
        }
    }

    /**
     * Takes the next connection, with the key proved where there is one; waits for it.
     *
     * @return open
     * @throws SocketError where this listener is closed, or the system refuses
     * @throws AuthenticationError where one has not proved the key; the next call goes on with the others
     * @throws StoppedFailure where the thread is interrupted
     */
    public SocketEnd accept() throws SocketError, AuthenticationError {
        try {
            accepting.lockInterruptibly();
        } catch (InterruptedException e) {
            throw new StoppedFailure("stopped: while=accept");
        }
        try {
            descriptor.use();
            try (var _ = Member.current().waiting(Verb.ACCEPT, 0)) {
                while (true) {
                    SocketEnd end = next();
                    if (end == null) {
                        end = youngest();
                    }
                    if (end != null) {
                        lastAccepted = end.peer();
                        descriptor.traffic.received(0);
                        return end;
                    }
                    await();
                }
            } finally {
                descriptor.done();
            }
        } finally {
            if (descriptor.isClosed()) {
                forgetAsked();
            }
            accepting.unlock();
        }
    }

    private void forgetAsked() {
        asked.forEach(one -> one.end().close());
        asked.clear();
    }

    /** One that is let in now, or null. */
    private @Nullable SocketEnd next() throws SocketError, AuthenticationError {
        for (int i = 0; i < MOST_ASKED; i++) {
            int fd = Sockets.accept(descriptor.number());
            if (fd == -Sockets.EAGAIN) {
                break;
            }
            check(fd, "accept", address);
            if (address instanceof InetSocketAddress) {
                Sockets.hurry(fd);
            }
            SocketEnd end = new SocketEnd(fd);
            end.begin(key == null ? ConnectionState.OPEN : ConnectionState.PROVING, Traffic.text(address), peer(fd));
            if (key == null) {
                return end;
            }
            ask(end, key);
        }
        for (Asked one : List.copyOf(asked)) {
            if (isThrough(one, false)) {
                return one.end();
            }
        }
        return null;
    }

    /** Who was asked just now answers soon. */
    private @Nullable SocketEnd youngest() throws AuthenticationError {
        if (asked.isEmpty() || System.nanoTime() - asked.getLast().since() > YOUNG) {
            return null;
        }
        Asked one = asked.getLast();
        return isThrough(one, true) ? one.end() : null;
    }

    /** Whether it has proved the key. Once it has, or never will, it is asked no more. */
    private boolean isThrough(Asked one, boolean soon) throws AuthenticationError {
        try {
            if (soon ? SocketEnd.advanceSoon(one.proof()) : one.proof().advance()) {
                asked.remove(one);
                one.end().open();
                return true;
            }
            if (System.nanoTime() - one.since() > patience) {
                throw new SocketError(SocketError.BROKEN, "takes too long: seconds=" + patience / 1e9);
            }
        } catch (SocketError e) {
            asked.remove(one);
            refuse(one.end(), e.getMessage());
        } catch (AuthenticationError e) {
            asked.remove(one);
            one.end().close();
            throw e;
        }
        return false;
    }

    /** Where it is, or which process of this machine. */
    private String peer(int fd) {
        return address instanceof InetSocketAddress ? Traffic.text(Sockets.peer(fd)) : "pid " + Sockets.peerProcess(fd);
    }

    private void ask(SocketEnd end, byte[] secret) {
        if (asked.size() == MOST_ASKED) {
            refuse(asked.removeFirst().end(), "too many at once");
        }
        Proof proof = new Proof(end, new Handshake(secret, Handshake.Round.DELIVER, Handshake.Round.ANSWER));
        try {
            proof.begin();
            asked.add(new Asked(end, proof, System.nanoTime()));
        } catch (SocketError e) {
            refuse(end, e.getMessage());
        }
    }

    private static void refuse(SocketEnd end, @Nullable String why) {
        end.close();
        Refusals.tell("connection refused before it proved the key: " + why);
    }

    /** Until somebody knocks, answers or has been silent for too long; at most a slice. */
    private void await() throws SocketError {
        int[] fds = new int[asked.size() + 1];
        fds[0] = descriptor.number();
        for (int i = 1; i < fds.length; i++) {
            fds[i] = asked.get(i - 1).end().number();
        }
        boolean[] _ = Sockets.poll(fds, Sockets.POLLIN, Deadline.SLICE);
        Deadline.checkStopped("accept");
        descriptor.checkOpen();
    }

    /**
     * Where it listens.
     *
     * @return with the port that was chosen
     */
    public SocketAddress address() {
        return address;
    }

    /**
     * Where the connection came from that was accepted last.
     *
     * @return null before the first
     */
    public @Nullable SocketAddress lastAccepted() {
        return lastAccepted;
    }

    /** Ends listening, and removes the socket's file where this process made it. */
    @Override
    public void close() {
        if (descriptor.isClosed()) {
            return;
        }
        descriptor.close();
        if (accepting.tryLock()) { // else who accepts does it
            forgetAsked();
            accepting.unlock();
        }
        if (address instanceof UnixDomainSocketAddress unix && maker == Self.pid()) {
            try {
                Files.deleteIfExists(unix.getPath());
            } catch (IOException e) {
                // somebody else has, or has put something in its place
            }
        }
    }

    /**
     * Whether it was closed.
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

    @Override
    public String toString() {
        return "listener " + address + (closed() ? " closed" : "");
    }
}
