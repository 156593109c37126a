package parley.process;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.fork.ForkClient;
import parley.fork.Job;
import parley.fork.Reaper;

/** A child as its start method has it: its number, its input, and its end. */
sealed interface Running {
    /** The operating system's number. */
    long pid();

    /**
     * Feeds it and tells its end.
     *
     * @param record the start record for its standard input
     * @param name the child's, for threads
     * @param whenEnded gets an exit code, minus the signal; or see {@link #exact}
     */
    void attend(byte[] record, String name, IntConsumer whenEnded);

    /** In a copy of this process: lets go of its input. */
    default void forget() {}

    /** Whether what it gave at its end needs no thought: a JVM that a signal ends politely gives 128 and the signal. */
    boolean exact();

    /** Whether its parent waits for it before it leaves. */
    default boolean isWaitedFor() {
        return true;
    }

    /** A copy of this process: it has all it needs. */
    record Forked(int child, boolean isWaitedFor) implements Running {
        @Override
        public long pid() {
            return child;
        }

        @Override
        public void attend(byte[] record, String name, IntConsumer whenEnded) {
            Reaper.watch(child, whenEnded);
        }

        @Override
        public boolean exact() {
            return true;
        }
    }

    /** A fresh JVM. */
    record Spawned(java.lang.Process process) implements Running {
        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public void attend(byte[] record, String name, IntConsumer whenEnded) {
            thread(name, () -> {
                send(process.getOutputStream(), record);
                whenEnded.accept(status(process)); // not onExit: that needs a thread of the common pool
                close(process.getOutputStream());
            });
        }

        @Override
        public void forget() {
            close(process.getOutputStream());
        }

        @Override
        public boolean exact() {
            return false;
        }
    }

    /** A copy of the fork server. Its input is a pipe, as that of a fresh JVM. */
    record Served(ForkClient.Copy copy, OutputStream input) implements Running {
        private static final int PIPE = 65_536; // holds so many bytes, whether somebody reads or not

        /** Who makes copies. */
        interface Server {
            /** Asks for one that runs a job; null where nobody listens. */
            ForkClient.@Nullable Asked ask(byte[] job, List<Integer> streams) throws IOException;

            /** Has another one run it, where the one that was asked cannot; null where none can. */
            default ForkClient.@Nullable Copy otherwise(byte[] job, List<Integer> streams) throws IOException {
                return null;
            }
        }

        /** One that was asked for: it comes while its parent does something else. One thread's. */
        static final class Asked {
            /** Encoded: folder and environment are this process's own for as long as it lives. */
            private static final Map<List<Object>, byte[]> JOBS = new ConcurrentHashMap<>();

            static {
                AtFork.inChild(JOBS::clear); // a copy of the fork server gets others
            }

            private final Server server;
            private final byte[] job;
            private final int read;
            private final OutputStream input;
            private final ForkClient.@Nullable Asked first;

            Asked(Server server, Class<?> main, List<String> arguments) throws IOException {
                this.server = server;
                job = JOBS.computeIfAbsent(List.of(main.getName(), arguments), _ -> job(main, arguments));
                int[] pipe = ForkClient.pipe();
                read = pipe[0];
                try {
                    // to be closed like any stream: by its name, since Java makes no stream of a number
                    input = new FileOutputStream("/proc/self/fd/" + pipe[1]);
                    first = server.ask(job, streams());
                } catch (IOException e) {
                    ForkClient.close(read);
                    throw e;
                } finally {
                    ForkClient.close(pipe[1]);
                }
            }

            private static byte[] job(Class<?> main, List<String> arguments) {
                return new Job(main.getName(), Path.of("").toAbsolutePath().toString(), -1, arguments, System.getenv())
                        .encode();
            }

            private List<Integer> streams() {
                return List.of(read, 1, 2);
            }

            /** Waits for it; null where there is no fork server. */
            @Nullable
            Served arrive() throws IOException {
                ForkClient.Copy copy = null;
                try {
                    copy = first == null ? null : first.copy();
                    if (copy == null) {
                        copy = server.otherwise(job, streams());
                    }
                    return copy == null ? null : new Served(copy, input);
                } finally {
                    ForkClient.close(read);
                    if (copy == null) {
                        input.close();
                    }
                }
            }

            /** Nobody needs it any more: it ends, since its input does. */
            void forget() {
                if (first != null) {
                    first.forget();
                }
                ForkClient.close(read);
                close(input);
            }
        }

        @Override
        public long pid() {
            return copy.pid();
        }

        @Override
        public void attend(byte[] record, String name, IntConsumer whenEnded) {
            if (record.length <= PIPE) {
                send(input, record);
            } else {
                thread(name, () -> send(input, record));
            }
            Reaper.watch(copy, exitcode -> {
                whenEnded.accept(exitcode);
                close(input);
            });
        }

        @Override
        public void forget() {
            close(input);
            copy.forget();
        }

        @Override
        public boolean exact() {
            return false;
        }
    }

    /**
     * A thread of its own for each: a long record is taken only when the child is up, and the user's code may keep
     * every thread of the common pool waiting, for this very end.
     */
    static void thread(String name, Runnable body) {
        Thread.ofPlatform().daemon().name("reaper " + name).start(body);
    }

    private static void send(OutputStream out, byte[] record) {
        try {
            out.write(record); // the pipe stays open: its end tells the child that this process is gone
            out.flush();
        } catch (IOException e) {
            // it died already: its exit code will say how
        }
    }

    private static void close(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            // nobody reads it any more
        }
    }

    private static int status(java.lang.Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                // this thread has nothing else to do
            }
        }
    }
}
