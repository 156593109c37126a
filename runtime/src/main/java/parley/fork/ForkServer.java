package parley.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.fork.Fork.Ended;
import parley.fork.Peer.Received;
import parley.trace.Self;
import parley.trace.UserFailure;

/**
 * Forks copies of this process for whoever asks, and tells how they ended.
 *
 * <pre>
 *   serve: rehearses, lays its memory out in large pages
 *     └────▶ idle ◀──────────────────────────────────────────────────────────┐
 *             │ start ─▶ a spare waits? ─ yes ─▶ it gets the job ────────────┤      copy: serve returns the job
 *             │                └───────── no ──▶ fork ───────────────────────┤      copy: serve returns the job
 *             │ nothing asked, too few spares ─▶ fork one ───────────────────┤      copy: settles, waits for a job
 *             │ status ─▶ one text ──────────────────────────────────────────┘
 *             └ stop, or idle for long, or its socket is gone ─▶ ends; what runs goes on
 * </pre>
 *
 * A spare is a copy made in advance: who asks does not wait for the fork. There is always one, and up to
 * {@link #mostSpares} after more were missed than were there. One that nobody needs at once settles: it does a little of
 * what jobs do, so that the system copies the pages that they write to while nobody waits.
 *
 * <p>A fork copies the page table, which is short as long as pages are large, and the system splits a large page where
 * the server writes to it. So nothing may be under way when memory is laid out: no compiler, no collection, no first time.
 *
 * <p>One thread serves, forks and reaps. All others of this process go on in its copies, so they must be ours and idle,
 * and none may wait in native code: a JVM that ends gives such a thread 300 ms to come back.
 */
public final class ForkServer {
    private static final int NO_FILE = -1;
    private static final int LOOK_MILLIS = 5000;
    private static final int REHEARSALS = 5;
    private static final int JOBS_REHEARSED = 500; // what is called 200 times is compiled
    private static final int CALM_MILLIS = 20; // for a spare: nobody starts one process after the other
    private static final int BREATH_MILLIS = 10;
    private static final Duration CALM = Duration.ofSeconds(30);

    private final Path socket;
    private final Duration patience;
    private final LongSupplier freeMegabytes;
    private final Runnable settle;
    private final Peer listening;
    private final Instant since = Instant.now();
    private final long pid = Self.pid();

    private final List<Child> children = new ArrayList<>();
    private int started;
    private int wanted = 1; // spares
    private Instant missed = Instant.now();
    private long handed = System.nanoTime(); // when a spare got a job

    /** A copy; its end is something to poll for. {@code peer} is its client, or where a spare waits for one. */
    private record Child(int pid, int end, Peer peer, boolean spare) {}

    /**
     * A job in the copy that shall run it.
     *
     * @param job what to run
     * @param client who asked
     */
    public record Served(Job job, Client client) {}

    private ForkServer(Path socket, Peer listening, Duration patience, LongSupplier freeMegabytes, Runnable settle) {
        this.socket = socket;
        this.settle = settle;
        this.listening = listening;
        this.patience = patience;
        this.freeMegabytes = freeMegabytes;
    }

    /**
     * Serves. Returns in copies only; the server itself ends with the process.
     *
     * @param socket where to listen, in a folder that is the user's only
     * @param patience after so long without a job it ends
     * @param freeMegabytes how much memory may still be used, in megabytes
     * @param settle what a spare does before it waits for its job: it writes once to the memory that its job will write
     *     to, which the system copies for it at that moment, and not while somebody waits
     * @return what this copy shall run
     * @throws UserFailure where it cannot listen or fork
     */
    public static Served serve(Path socket, Duration patience, LongSupplier freeMegabytes, Runnable settle) {
        String problem = Fork.problem();
        if (problem != null) {
            throw new UserFailure("no fork server: " + problem);
        }
        Peer listening = Peer.listen(socket);
        if (listening == null) {
            throw new UserFailure("no fork server: cannot listen: socket=" + socket);
        }
        return new ForkServer(socket, listening, patience, freeMegabytes, settle).serve();
    }

    /**
     * Is client, server and spare of a job, and stays what it is: its copies find all that loaded, linked and compiled.
     *
     * @param waits whether also what takes longer, and what is left in memory
     */
    private void rehearse(boolean waits) {
        Job here = new Job("", System.getProperty("user.dir", "/"), -1, List.of(), Map.copyOf(System.getenv()));
        Peer[] asks = Peer.pair();
        Peer[] hands = Peer.pair();
        boolean _ = asks[0].send(here.encode(), List.of(0, 1, 2));
        children.add(new Child((int) pid, NO_FILE, hands[0], true));
        Served _ = answer(asks[1]);
        children.clear();
        var _ = new ForkClient.Asked(asks[0]).copy();
        Received handed = hands[1].receive();
        if (handed != null) {
            Client us = served(handed).client();
            if (waits) {
                us.whenGone(() -> {});
                us.ends(0);
                Watch.prepare();
                ShutdownHooks.find();
            }
            us.peer.close();
        }
        List.of(hands[1], asks[0], asks[1]).forEach(Peer::close);
    }

    /** Forks spares that nobody needs: what the server writes to when it serves is then in few places. */
    private void rehearseServing() {
        for (int i = 0; i < REHEARSALS; i++) {
            boolean _ = spares().count() < wantedSpares();
            Served _ = forkSpare();
            for (Child spare : List.copyOf(children)) {
                spare.peer().close();
                List<Integer> _ = Poll.ready(List.of(spare.end()), LOOK_MILLIS);
                Peer.close(spare.end());
                Ended _ = Fork.waitFor(spare.pid());
                children.remove(spare);
            }
        }
    }

    private Served serve() {
        for (int i = 0; i < JOBS_REHEARSED; i++) {
            rehearse(i == 0);
        }
        started = 0;
        rehearseServing();
        Fork.useLargePages();
        Instant idleSince = Instant.now();
        while (true) {
            boolean spareMissing = spares().count() < wantedSpares();
            List<Integer> ready = Poll.ready(watched(), spareMissing ? breath() : LOOK_MILLIS);
            List.copyOf(children).stream()
                    .filter(child -> ready.contains(child.end()))
                    .forEach(this::reap);
            Served served = null;
            if (ready.contains(listening.descriptor())) {
                served = answer(listening.accept());
                idleSince = Instant.now();
            } else if (spareMissing && ready.isEmpty()) {
                served = forkSpare();
            } else if (ready.isEmpty() && isOver(idleSince)) {
                end();
            }
            if (served != null) {
                return served;
            }
        }
    }

    /** Who has got a job just now has the processors to itself: so many milliseconds until the next spare is forked. */
    private int breath() {
        return (int) Math.max(0, BREATH_MILLIS - (System.nanoTime() - handed) / 1_000_000);
    }

    private List<Integer> watched() {
        List<Integer> watched = new ArrayList<>();
        watched.add(listening.descriptor());
        children.forEach(child -> watched.add(child.end()));
        return watched;
    }

    private boolean isOver(Instant idleSince) {
        boolean works = children.stream().anyMatch(child -> !child.spare());
        return !Files.exists(socket) || (!works && idleSince.plus(patience).isBefore(Instant.now()));
    }

    private Stream<Child> spares() {
        return children.stream().filter(Child::spare);
    }

    /** Gives the job in a copy, null in the server. */
    private @Nullable Served answer(Peer client) {
        Received asked = client.descriptor() < 0 ? null : client.receive();
        if (asked == null) { // it changed its mind
            client.close();
            return null;
        }
        List<String> words = Job.decode(asked.bytes());
        switch (words.isEmpty() ? "" : words.getFirst()) {
            case Job.START -> {
                return start(asked, client);
            }
            case ForkClient.STATUS -> {
                boolean _ = client.send(status());
            }
            case ForkClient.STOP -> {
                boolean _ = client.send("stopped");
                end();
            }
            default -> {
                // nobody of ours
            }
        }
        client.close();
        return null;
    }

    private @Nullable Served start(Received asked, Peer client) {
        started++;
        boolean handed = handToSpare(asked, client);
        Served served = handed ? null : forkFor(asked, client);
        if (served == null) {
            asked.files().forEach(Peer::close);
        }
        return served;
    }

    private boolean handToSpare(Received asked, Peer client) {
        List<Integer> files = new ArrayList<>(asked.files());
        files.add(client.descriptor());
        for (Child spare : spares().toList()) {
            children.remove(spare);
            boolean sent = spare.peer().send(asked.bytes(), files);
            spare.peer().close();
            if (sent) {
                handed = System.nanoTime();
                children.add(new Child(spare.pid(), spare.end(), client, false));
                boolean _ = client.send("P" + spare.pid());
                return true;
            }
            Peer.close(spare.end()); // it was killed
            Ended _ = Fork.waitFor(spare.pid());
        }
        wanted = Math.min(wanted * 2, mostSpares());
        missed = Instant.now();
        return false;
    }

    private @Nullable Served forkFor(Received asked, Peer client) {
        int pid;
        try {
            pid = Fork.forkWithThreads();
        } catch (UserFailure e) {
            boolean _ = client.send("N" + e.getMessage());
            client.close();
            return null;
        }
        if (pid != 0) {
            children.add(new Child(pid, Poll.end(pid), client, false));
            boolean _ = client.send("P" + pid);
            return null;
        }
        return inCopy(() -> served(asked.bytes(), asked.files(), client));
    }

    private @Nullable Served forkSpare() {
        Peer[] pair = Peer.pair();
        int pid = Fork.forkWithThreads();
        if (pid != 0) {
            children.add(new Child(pid, Poll.end(pid), pair[0], true));
            pair[1].close();
            return null;
        }
        return inCopy(() -> {
            pair[0].close();
            return waitForJob(pair[1]);
        });
    }

    private Served waitForJob(Peer server) {
        if (Poll.ready(List.of(server.descriptor()), CALM_MILLIS).isEmpty()) {
            settle();
        }
        Fork.restCompilersOn(); // it has nothing to compile until it gets its job
        Received handed = server.receive();
        server.close();
        if (handed == null) {
            Fork.exit(0); // the server is gone, or does not need it any more
            throw new AssertionError();
        }
        return served(handed);
    }

    /** What a copy does first. One that fails ends: it must not go on as if it were the server. */
    private Served inCopy(Supplier<Served> body) {
        try {
            closeInherited();
            return body.get();
        } catch (Throwable e) {
            e.printStackTrace();
            Fork.exit(1);
            throw e;
        }
    }

    private void settle() {
        try {
            settle.run();
        } catch (RuntimeException e) {
            // no room in its folder for files, say: who needs that will be told
        }
    }

    private Served served(Received handed) {
        List<Integer> files = handed.files();
        return served(handed.bytes(), files.subList(0, files.size() - 1), new Peer(files.getLast()));
    }

    private Served served(byte[] record, List<Integer> files, Peer client) {
        Fork.restCompilers();
        Job job = Job.of(Job.decode(record));
        Surroundings.take(job, files);
        return new Served(job, new Client(client, pid));
    }

    /** In a copy: what belongs to the server and to other copies. */
    private void closeInherited() {
        ShutdownHooks.forget();
        listening.close();
        for (Child child : children) {
            child.peer().close();
            Peer.close(child.end());
        }
    }

    private void reap(Child child) {
        Ended ended = Fork.waitFor(child.pid());
        if (ended != null && !child.spare()) {
            boolean _ = child.peer().send("E" + ended.exitcode());
        }
        children.remove(child);
        child.peer().close();
        Peer.close(child.end());
    }

    private int wantedSpares() {
        if (wanted > 1 && missed.plus(CALM).isBefore(Instant.now())) {
            wanted--;
            missed = Instant.now();
        }
        return Math.min(wanted, mostSpares());
    }

    /** Twice as many as run at once, but not into the last gigabyte of memory. */
    private int mostSpares() {
        long room = (freeMegabytes.getAsLong() - 1024) / 64;
        return (int) Math.clamp(room, 0, 2L * Runtime.getRuntime().availableProcessors());
    }

    private String status() {
        long waiting = spares().count();
        return "pid=%d, since=%s, started=%d, running=%d, spares=%d"
                .formatted(pid, since, started, children.size() - waiting, waiting);
    }

    /** What runs goes on: the copies have their clients, and tell them how they end. */
    private void end() {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            // the next server takes its place
        }
        Fork.exit(0);
    }

    /**
     * Ends this process as {@link System#exit} does; faster in a copy, where nothing else is registered to be run.
     *
     * @param status the exit code
     * @param hook the shutdown hook that the caller registered
     * @param last what that does
     */
    public static void exit(int status, Thread hook, Runnable last) {
        if (ShutdownHooks.isOnly(hook)) {
            last.run();
            Fork.exit(status);
        }
        System.exit(status);
    }

    /** Who asked for this copy. */
    public static final class Client {
        private final Peer peer;
        private final long server;

        private Client(Peer peer, long server) {
            this.peer = peer;
            this.server = server;
        }

        /**
         * Does something once it is gone.
         *
         * @param action run in a thread of its own
         */
        public void whenGone(Runnable action) {
            Watch.end(peer.descriptor(), action);
        }

        /**
         * Tells it how this process ends, where the server is not there any more to do so.
         *
         * @param status the exit code
         */
        public void ends(int status) {
            boolean orphan = ProcessHandle.of(Self.pid())
                    .flatMap(ProcessHandle::parent)
                    .map(parent -> parent.pid() != server)
                    .orElse(true);
            if (orphan) {
                boolean _ = peer.send("E" + status);
            }
        }
    }
}
