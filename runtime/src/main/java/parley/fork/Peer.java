package parley.fork;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;

/**
 * One end of a Unix socket, over which records and open files go; {@code talk.h} draws them. One thread sends, one
 * receives.
 *
 * @param descriptor the socket's number
 */
record Peer(int descriptor) {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final int MOST_FILES = 16;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;

    /** A record and the open files that came with it. */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Received(byte[] bytes, List<Integer> files) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Connects to who listens there; null where nobody does. */
    static @Nullable Peer connect(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) Native.Helper.CONNECT.invokeExact(arena.allocateFrom(path.toString()));
            return descriptor < 0 ? null : new Peer(descriptor);
        } catch (Throwable e) {
            throw bug("connect", e);
        }
    }

    /** Listens; null where that cannot be done. */
    static @Nullable Peer listen(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) Native.Helper.LISTEN.invokeExact(arena.allocateFrom(path.toString()));
            return descriptor < 0 ? null : new Peer(descriptor);
        } catch (Throwable e) {
            throw bug("listen", e);
        }
    }

    /** Of who listens: the next that connects. */
    Peer accept() {
        try {
            return new Peer((int) Native.Helper.ACCEPT.invokeExact(descriptor));
        } catch (Throwable e) {
            throw bug("accept", e);
        }
    }

    /** Two that are connected with each other. */
    static Peer[] pair() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment two = arena.allocate(INT, 2);
            if ((int) Native.C.SOCKETPAIR.invokeExact(AF_UNIX, SOCK_STREAM_CLOEXEC, 0, two) != 0) {
                throw new BugFailure("no pair of sockets", null);
            }
            return new Peer[] {new Peer(two.getAtIndex(INT, 0)), new Peer(two.getAtIndex(INT, 1))};
        } catch (BugFailure e) {
            throw e;
        } catch (Throwable e) {
            throw bug("socketpair", e);
        }
    }

    /** Sends a record; whether the other end can still get it. */
    boolean send(byte[] record, List<Integer> files) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, record);
            MemorySegment numbers = arena.allocate(INT, MOST_FILES);
            for (int i = 0; i < files.size(); i++) {
                numbers.setAtIndex(INT, i, files.get(i));
            }
            return (int) Native.Helper.SEND.invokeExact(descriptor, bytes, record.length, numbers, files.size()) == 0;
        } catch (Throwable e) {
            throw bug("send", e);
        }
    }

    boolean send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8), List.of());
    }

    /** Waits for a record; null at the end, and where it makes no sense. */
    @Nullable
    Received receive() {
        try (Arena arena = Arena.ofConfined()) {
            int room = (int) Native.Helper.ROOM.invokeExact(descriptor);
            if (room < 0) {
                return null;
            }
            MemorySegment bytes = arena.allocate(room);
            MemorySegment files = arena.allocate(INT, MOST_FILES);
            MemorySegment count = arena.allocate(INT);
            int length = (int) Native.Helper.RECEIVE.invokeExact(descriptor, bytes, room, files, count);
            if (length <= 0) {
                return null;
            }
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < count.get(INT, 0); i++) {
                numbers.add(files.getAtIndex(INT, i));
            }
            return new Received(bytes.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), numbers);
        } catch (Throwable e) {
            throw bug("receive", e);
        }
    }

    void close() {
        close(descriptor);
    }

    static void close(int descriptor) {
        try {
            int _ = (int) Native.C.CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw bug("close", e);
        }
    }

    private static BugFailure bug(String call, Throwable e) {
        return new BugFailure("native call failed: name=" + call, e);
    }
}
