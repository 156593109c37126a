package parley.socket;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import parley.trace.BugFailure;

/**
 * The C library's sockets, as Linux has them. The JDK's own close a channel when the thread that waits for it is
 * interrupted, and share their poller with a copy of the process; these do neither. Each call gives its result, or minus
 * the error number. None waits but {@link #poll}. Has no state.
 */
@SuppressWarnings("restricted")
final class Sockets {
    static final boolean AVAILABLE =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

    static final short POLLIN = 1;
    static final short POLLOUT = 4;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int EINPROGRESS = 115;

    private static final int EINTR = 4;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int STREAM = 1;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_ERROR = 4;
    private static final int SO_PEERCRED = 17;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_QUICKACK = 12;
    private static final int AT_ONCE = 0x4000 | 0x40; // no SIGPIPE, no waiting
    private static final int LONGEST_PATH = 107;
    private static final int LONGEST_ADDRESS = 128;
    private static final int POLLFD = 8;
    private static final int LARGEST_STEP = 1 << 20; // the collector waits while bytes are copied

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /** Of one thread; an allocation for each call would cost more than the call. */
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private static final MethodHandle SOCKET = handle("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = handle("bind", INT, INT, POINTER, INT);
    private static final MethodHandle LISTEN = handle("listen", INT, INT, INT);
    private static final MethodHandle ACCEPT = handle("accept4", INT, INT, POINTER, POINTER, INT);
    private static final MethodHandle CONNECT = handle("connect", INT, INT, POINTER, INT);
    private static final MethodHandle NAME = handle("getsockname", INT, INT, POINTER, POINTER);
    private static final MethodHandle PEER = handle("getpeername", INT, INT, POINTER, POINTER);
    private static final MethodHandle SET = handle("setsockopt", INT, INT, INT, INT, POINTER, INT);
    private static final MethodHandle GET = handle("getsockopt", INT, INT, INT, INT, POINTER, POINTER);
    private static final MethodHandle CLOSE = handle("close", INT, INT);
    private static final MethodHandle SEND = handle("send", LONG, INT, POINTER, LONG, INT);
    private static final MethodHandle RECV = handle("recv", LONG, INT, POINTER, LONG, INT);
    private static final MethodHandle RANDOM = handle("getrandom", LONG, POINTER, LONG, INT);
    private static final MethodHandle POLL = waiting("poll", INT, POINTER, LONG, INT);

    private static final SocketAddress NAMELESS = UnixDomainSocketAddress.of("");

    private Sockets() {}

    /** A call that returns at once may work on Java's own arrays. */
    private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, result, arguments, Linker.Option.critical(true));
    }

    private static MethodHandle waiting(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, result, arguments);
    }

    private static MethodHandle link(
            String name, MemoryLayout result, MemoryLayout[] arguments, Linker.Option... options) {
        Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments), all);
    }

    private interface Call {
        long run(MemorySegment state) throws Throwable;
    }

    private static long call(String name, Call call) {
        MemorySegment state = STATE.get();
        while (true) {
            long result;
            try {
                result = call.run(state);
            } catch (Throwable e) {
                throw new BugFailure("native call failed: name=" + name, e);
            }
            if (result >= 0) {
                return result;
            }
            int errno = (int) ERRNO.get(state, 0L);
            if (errno != EINTR) {
                return -errno;
            }
        }
    }

    static int socket(SocketAddress address) {
        int family = address instanceof UnixDomainSocketAddress ? AF_UNIX : AF_INET;
        int fd = (int) call(
                "socket", state -> (int) SOCKET.invokeExact(state, family, STREAM | CLOSE_ON_EXEC | NON_BLOCKING, 0));
        return fd;
    }

    static int bind(int fd, SocketAddress address) {
        MemorySegment form = form(address);
        if (address instanceof InetSocketAddress) {
            set(fd, SOL_SOCKET, SO_REUSEADDR);
        }
        return (int) call("bind", state -> (int) BIND.invokeExact(state, fd, form, (int) form.byteSize()));
    }

    static int listen(int fd, int backlog) {
        return (int) call("listen", state -> (int) LISTEN.invokeExact(state, fd, backlog));
    }

    static int accept(int fd) {
        return (int) call("accept", state -> (int)
                ACCEPT.invokeExact(state, fd, MemorySegment.NULL, MemorySegment.NULL, CLOSE_ON_EXEC | NON_BLOCKING));
    }

    static int connect(int fd, SocketAddress address) {
        MemorySegment form = form(address);
        return (int) call("connect", state -> (int) CONNECT.invokeExact(state, fd, form, (int) form.byteSize()));
    }

    /** Small messages go at once; what is no TCP has no such setting. */
    static void hurry(int fd) {
        set(fd, IPPROTO_TCP, TCP_NODELAY);
    }

    /** Says at once what has come, this time; what is no TCP has no such setting. */
    static void confirm(int fd) {
        set(fd, IPPROTO_TCP, TCP_QUICKACK);
    }

    private static void set(int fd, int level, int option) {
        MemorySegment one = MemorySegment.ofArray(new int[] {1});
        long _ = call("setsockopt", state -> (int) SET.invokeExact(state, fd, level, option, one, 4));
    }

    /** What came of a connect that was in progress: 0, or minus an error number. */
    static int outcome(int fd) {
        int[] error = new int[1];
        MemorySegment size = MemorySegment.ofArray(new int[] {4});
        long got = call("getsockopt", state ->
                (int) GET.invokeExact(state, fd, SOL_SOCKET, SO_ERROR, MemorySegment.ofArray(error), size));
        return got < 0 ? (int) got : -error[0];
    }

    /** The process at the other end of a path; 0 where it cannot be told. */
    static int peerProcess(int fd) {
        int[] credentials = new int[3];
        MemorySegment size = MemorySegment.ofArray(new int[] {12});
        long _ = call("getsockopt", state ->
                (int) GET.invokeExact(state, fd, SOL_SOCKET, SO_PEERCRED, MemorySegment.ofArray(credentials), size));
        return credentials[0];
    }

    static void close(int fd) {
        long _ = call("close", state -> (int) CLOSE.invokeExact(state, fd));
    }

    /** How many of the bytes were taken. */
    static int send(int fd, byte[] bytes, int from, int count) {
        MemorySegment part = MemorySegment.ofArray(bytes).asSlice(from, Math.min(count, LARGEST_STEP));
        return (int) call("send", state -> (long) SEND.invokeExact(state, fd, part, part.byteSize(), AT_ONCE));
    }

    /** How many bytes came; 0 at the end. */
    static int receive(int fd, byte[] bytes, int from, int count) {
        MemorySegment part = MemorySegment.ofArray(bytes).asSlice(from, Math.min(count, LARGEST_STEP));
        return (int) call("recv", state -> (long) RECV.invokeExact(state, fd, part, part.byteSize(), AT_ONCE));
    }

    /** From the system itself: a generator of this process would give its copy the same. */
    static void random(byte[] bytes) {
        long got = call("getrandom", state ->
                (long) RANDOM.invokeExact(state, MemorySegment.ofArray(bytes), (long) bytes.length, 0));
        if (got != bytes.length) {
            throw new BugFailure("no random bytes: got=" + got, null);
        }
    }

    /**
     * Waits until one of the descriptors can be read, or written, or is at its end.
     *
     * @param nanos at most this long, rounded up to milliseconds
     * @return for each whether it is ready
     */
    static boolean[] poll(int[] fds, short events, long nanos) {
        boolean[] ready = new boolean[fds.length];
        int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(0, (nanos + 999_999) / 1_000_000));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate((long) POLLFD * fds.length, 4);
            for (int i = 0; i < fds.length; i++) {
                asked.set(INT, (long) i * POLLFD, fds[i]);
                asked.set(ValueLayout.JAVA_SHORT, (long) i * POLLFD + 4, events);
            }
            MemorySegment state = STATE.get();
            int count = (int) POLL.invokeExact(state, asked, (long) fds.length, millis);
            for (int i = 0; count > 0 && i < fds.length; i++) { // below 0: a signal came, look again
                ready[i] = asked.get(ValueLayout.JAVA_SHORT, (long) i * POLLFD + 6) != 0;
            }
            return ready;
        } catch (Throwable e) {
            throw new BugFailure("native call failed: name=poll", e);
        }
    }

    /** Where a socket listens. */
    static SocketAddress name(int fd) {
        return address("getsockname", NAME, fd);
    }

    /** Where a socket's other end is. */
    static SocketAddress peer(int fd) {
        return address("getpeername", PEER, fd);
    }

    private static SocketAddress address(String name, MethodHandle handle, int fd) {
        byte[] form = new byte[LONGEST_ADDRESS];
        int[] size = {LONGEST_ADDRESS};
        long _ = call(name, state ->
                (int) handle.invokeExact(state, fd, MemorySegment.ofArray(form), MemorySegment.ofArray(size)));
        if (form[0] == AF_INET) {
            try {
                InetAddress host = InetAddress.getByAddress(Arrays.copyOfRange(form, 4, 8));
                return new InetSocketAddress(host, (form[2] & 0xff) << 8 | form[3] & 0xff);
            } catch (UnknownHostException e) {
                throw new BugFailure("four bytes are an address", e);
            }
        }
        if (size[0] <= 2) {
            return NAMELESS;
        }
        int end = 2;
        while (end < Math.min(size[0], LONGEST_ADDRESS) && form[end] != 0) {
            end++;
        }
        return UnixDomainSocketAddress.of(new String(form, 2, end - 2, StandardCharsets.UTF_8));
    }

    /** {@code struct sockaddr_un} or {@code sockaddr_in}. */
    private static MemorySegment form(SocketAddress address) {
        byte[] form;
        if (address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet4Address host) {
            form = new byte[16];
            form[0] = AF_INET;
            form[2] = (byte) (inet.getPort() >> 8);
            form[3] = (byte) inet.getPort();
            System.arraycopy(host.getAddress(), 0, form, 4, 4);
        } else if (address instanceof UnixDomainSocketAddress unix) {
            byte[] path = unix.getPath().toString().getBytes(StandardCharsets.UTF_8);
            form = new byte[2 + path.length + 1];
            form[0] = AF_UNIX;
            System.arraycopy(path, 0, form, 2, path.length);
        } else {
            throw new IllegalArgumentException("address must be AF_INET or AF_UNIX: address=" + address);
        }
        return MemorySegment.ofArray(form);
    }

    /** Whether a path has no room in an address. */
    static boolean isTooLong(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress unix
                && unix.getPath().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH;
    }
}
