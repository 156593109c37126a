package parley.fork;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.fork.Peer.Received;
import parley.trace.BugFailure;
import parley.trace.Self;

/** Asks the fork server. Any thread. */
public final class ForkClient {
    static final String STATUS = "status";
    static final String STOP = "stop";

    private ForkClient() {}

    /**
     * Where a fork server listens: one for a user, a build of the program, and a machine.
     *
     * @param folder that of the build
     * @return the socket's path
     */
    public static Path socket(Path folder) {
        return folder.resolve("server-" + machine());
    }

    private static String machine() {
        try {
            return java.nio.file.Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip();
        } catch (IOException e) {
            return InetAddress.getLoopbackAddress().getHostName();
        }
    }

    /**
     * How the server does.
     *
     * @param socket where it listens
     * @return one line; empty where there is none
     */
    public static Optional<String> status(Path socket) {
        return ask(socket, STATUS);
    }

    /**
     * Ends the server, and waits until it is gone; what it started goes on.
     *
     * @param socket where it listens
     * @return whether there was one
     */
    public static boolean stop(Path socket) {
        return ask(socket, STOP, true).isPresent();
    }

    private static Optional<String> ask(Path socket, String what) {
        return ask(socket, what, false);
    }

    private static Optional<String> ask(Path socket, String what, boolean last) {
        Peer server = Native.PROBLEM == null ? Peer.connect(socket) : null;
        if (server == null) {
            return Optional.empty();
        }
        try {
            boolean asked = server.send(Job.encode(List.of(what)), List.of());
            Optional<String> answer =
                    Optional.ofNullable(asked ? server.receive() : null).map(Received::text);
            if (last && answer.isPresent()) {
                Received _ = server.receive(); // nothing: the connection ends with the server, as its locks do
            }
            return answer;
        } finally {
            server.close();
        }
    }

    /**
     * Asks for a copy of the server that runs something: it comes while the caller does something else.
     *
     * @param socket where it listens
     * @param job what to run, encoded
     * @param streams the descriptors of its standard input, output and error streams
     * @return what was asked for; null where there is no server
     */
    public static @Nullable Asked ask(Path socket, byte[] job, List<Integer> streams) {
        Peer server = Native.PROBLEM == null ? Peer.connect(socket) : null;
        if (server == null) {
            return null;
        }
        if (server.send(job, streams)) {
            return new Asked(server);
        }
        server.close();
        return null;
    }

    /**
     * The same, and waits for it.
     *
     * @param socket where it listens
     * @param job what to run, encoded
     * @param streams the descriptors of its standard input, output and error streams
     * @return the running copy; null where there is no server, or it cannot
     */
    public static @Nullable Copy start(Path socket, byte[] job, List<Integer> streams) {
        Asked asked = ask(socket, job, streams);
        return asked == null ? null : asked.copy();
    }

    /**
     * One that has come and has ended, with code 0, and was this process: for rehearsals.
     *
     * @return what nobody was asked for
     */
    public static Asked rehearsed() {
        Peer[] pair = Peer.pair();
        boolean _ = pair[1].send("P" + Self.pid()) && pair[1].send("E0");
        pair[1].close();
        return new Asked(pair[0]);
    }

    /** A copy that was asked for. One thread's. */
    public static final class Asked {
        private final Peer server;

        Asked(Peer server) {
            this.server = server;
        }

        /**
         * Waits for it, once.
         *
         * @return the running copy; null where the server cannot
         */
        public @Nullable Copy copy() {
            Received answer = server.receive();
            if (answer == null || !answer.text().startsWith("P")) {
                server.close();
                return null;
            }
            return new Copy(server, Integer.parseInt(answer.text().substring(1)));
        }

        /** Nobody waits for it. */
        public void forget() {
            server.close();
        }
    }

    /** A copy of the server that runs a job. */
    public static final class Copy {
        private final Peer server;
        private final int pid;

        private Copy(Peer server, int pid) {
            this.server = server;
            this.pid = pid;
        }

        /**
         * Its number.
         *
         * @return the operating system's pid
         */
        public int pid() {
            return pid;
        }

        /** Ready when there is something to {@link #waitFor}. */
        int descriptor() {
            return server.descriptor();
        }

        /** In a copy of this process: it is not the copy's. */
        public void forget() {
            server.close();
        }

        /**
         * Waits until it has ended. One thread, once.
         *
         * @return its exit code, minus the signal where one killed it; null where the server is gone and cannot tell
         */
        public @Nullable Integer waitFor() {
            Received answer = server.receive();
            server.close();
            return answer == null || !answer.text().startsWith("E")
                    ? null
                    : (Integer) Integer.parseInt(answer.text().substring(1));
        }
    }

    /**
     * Closes one of this process's open files.
     *
     * @param descriptor its number
     */
    public static void close(int descriptor) {
        Peer.close(descriptor);
    }

    /**
     * A pipe.
     *
     * @return the descriptors of its two ends: to read, to write
     */
    public static int[] pipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            int _ = (int) Native.C.PIPE.invokeExact(ends);
            return ends.toArray(ValueLayout.JAVA_INT);
        } catch (Throwable e) {
            throw new BugFailure("no pipe", e);
        }
    }
}
