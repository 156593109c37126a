package parley.session;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parley.debug.Desk;
import parley.eval.Backend;
import parley.eval.Outcome;
import parley.fork.PrintStreams;
import parley.fork.Watch;
import parley.memory.Libc;
import parley.memory.Member;
import parley.memory.RunFolder;
import parley.session.Message.Answer;
import parley.session.Message.AskCandidates;
import parley.session.Message.AskShared;
import parley.session.Message.AskText;
import parley.session.Message.AskVariables;
import parley.session.Message.AskWhole;
import parley.session.Message.Broken;
import parley.session.Message.Candidates;
import parley.session.Message.Command;
import parley.session.Message.Ended;
import parley.session.Message.Eval;
import parley.session.Message.Interrupt;
import parley.session.Message.Leave;
import parley.session.Message.Line;
import parley.session.Message.LineWanted;
import parley.session.Message.Question;
import parley.session.Message.Ready;
import parley.session.Message.Shared;
import parley.session.Message.Text;
import parley.session.Message.Variables;
import parley.session.Message.Whole;
import parley.trace.FailureKind;
import parley.trace.ProcessState;

/**
 * The session's side: runs in the process that runs the user's code, until the front leaves or is gone.
 *
 * <p>The thread that calls {@link #serve} reads the control socket and never runs anything itself, so a stop is heard
 * whatever the languages do.
 */
public final class SessionServer {
    /** How long closing the languages may take, when the session ends, before it ends anyway. */
    private static final long CLOSING_MILLIS = 1500;

    private static final long WARMING_MILLIS = 1000;

    private final RunFolder folder;
    private final Connection connection;
    private final AskedInput input;
    private final FrontConsole debuggers;
    private final OutputStreams output;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Set<Eval> waiting = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, String>> shared = new ConcurrentHashMap<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile @Nullable Backend running;

    private SessionServer(RunFolder folder, Connection connection, OutputStreams output) {
        this.folder = folder;
        this.connection = connection;
        this.output = output;
        this.input = new AskedInput(id -> connection.send(new LineWanted(id)));
        this.debuggers = new FrontConsole(connection::send);
    }

    /**
     * Serves the front that started this process. Does not return: the process ends with it.
     *
     * @param folder the front's run folder; the front listens on its control socket
     * @param first the language to start at once
     * @param languages how to make the back end of each; the others are made when the first is ready
     */
    public static void serve(RunFolder folder, String first, Map<String, Supplier<Backend>> languages) {
        Libc.setsid(); // from here on Ctrl-C at the terminal reaches the front only
        InputStream parent = new FileInputStream(FileDescriptor.in);
        try {
            Key key = Key.read(parent);
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.control()));
            key.send(channel);
            Connection connection = new Connection();
            connection.open(channel);
            SessionServer server = new SessionServer(folder, connection, OutputStreams.install());
            System.setIn(server.input);
            Desk.console(server.debuggers);
            Watch.inputEnd(server::end); // the front holds it open as long as it lives
            server.start(first, languages);
            server.converse();
        } catch (IOException e) {
            throw new UncheckedIOException("the front cannot be reached: folder=" + folder.path(), e);
        }
    }

    private void start(String first, Map<String, Supplier<Backend>> languages) {
        Member.found(folder, first).state(ProcessState.IDLE);
        languages.forEach((language, maker) -> lanes.put(language, new Lane(language, maker)));
        Lane lane = lane(first);
        for (Lane one : lanes.values()) {
            var _ = one.backend().thenRun(() -> connection.send(new Ready(one.language())));
        }
        var _ = lane.backend().whenComplete((_, _) -> thread("warming", this::warm));
        lane.start();
    }

    /** Starts the other languages, a moment later: the first snippet shall have the processors for itself. */
    private void warm() {
        try {
            Thread.sleep(WARMING_MILLIS);
            lanes.values().forEach(Lane::start);
        } catch (InterruptedException e) {
            // they start when they are asked for
        }
    }

    private void converse() {
        try {
            while (true) {
                switch (connection.receive()) {
                    case Eval eval -> eval(eval);
                    case Question question -> answer(question);
                    case Interrupt() -> interrupt();
                    case Line(int id, String text) -> input.answer(id, text);
                    case Command(int id, String text) -> debuggers.answer(id, text);
                    case Leave() -> end();
                    case Message other ->
                        throw new IOException(
                                "not for a session: message=" + other.getClass().getSimpleName());
                }
            }
        } catch (IOException e) {
            end();
        }
    }

    private void eval(Eval eval) {
        waiting.add(eval);
        lane(eval.language())
                .run(
                        backend -> {
                            if (waiting.remove(eval)) {
                                ended(eval, run(eval, backend));
                            }
                        },
                        e -> ended(eval, new Outcome.Failed(FailureKind.BUG, Lane.trace(e))));
    }

    private Outcome run(Eval eval, Backend backend) {
        Member.current().state(ProcessState.RUNNING);
        running = backend;
        Outcome outcome;
        try {
            outcome = backend.eval(eval.code());
        } finally {
            running = null;
            Member.current().state(ProcessState.IDLE);
        }
        try {
            shared.put(eval.language(), backend.shared());
            Map<String, String> all = new HashMap<>();
            shared.values().forEach(all::putAll);
            Member.current().segment().objects().label(all);
        } catch (RuntimeException e) {
            // no reason to lose the outcome
            System.err.println("parley: queues have no names of variables: because=" + e);
        }
        return outcome;
    }

    private void ended(Eval eval, Outcome outcome) {
        output.mark(eval.id());
        connection.send(new Ended(eval.id(), outcome));
    }

    private void answer(Question question) {
        lane(question.language())
                .ask(
                        backend -> connection.send(answer(question, backend)),
                        e -> connection.send(new Broken(question.id(), Lane.trace(e))));
    }

    private static Answer answer(Question question, Backend backend) {
        return switch (question) {
            case AskWhole(int id, String _, String code) -> new Whole(id, backend.completeness(code));
            case AskCandidates(int id, String _, String code, int cursor) ->
                new Candidates(id, backend.complete(code, cursor));
            case AskText(int id, String _, String code, int cursor) -> new Text(id, backend.inspect(code, cursor));
            case AskVariables(int id, String _) -> new Variables(id, backend.variables());
            case AskShared(int id, String _) -> new Shared(id, backend.shared());
            case Eval(int id, String _, String _) ->
                throw new IllegalArgumentException("eval is no question: id=" + id);
        };
    }

    /** Stops what runs, in a thread of its own: a back end may have to wait, and the next stop must be heard. */
    private void interrupt() {
        for (Eval eval : List.copyOf(waiting)) {
            if (waiting.remove(eval)) { // its language is not ready yet, and will find nothing to do
                ended(eval, new Outcome.Failed(FailureKind.STOPPED, ""));
            }
        }
        thread("stop debuggers", Desk::stop);
        Backend backend = running;
        if (backend != null) {
            thread("stop", () -> {
                backend.interrupt();
                input.stop();
            });
        }
    }

    private Lane lane(String language) {
        return lanes.computeIfAbsent(
                language,
                unknown -> new Lane(unknown, () -> {
                    throw new IllegalArgumentException("unknown language: name=" + unknown);
                }));
    }

    /** Closes what can be closed in time, leaves nothing behind, and ends the process. */
    private void end() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        Thread closing = thread("closing", this::closeLanguages);
        try {
            closing.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        folder.delete();
        Runtime.getRuntime().halt(0);
    }

    private void closeLanguages() {
        interrupt();
        List<CompletableFuture<Void>> all = lanes.values().stream()
                .filter(Lane::isReady)
                .map(lane ->
                        CompletableFuture.runAsync(() -> lane.backend().join().close()))
                .toList();
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | TimeoutException | ExecutionException e) {
            // it ends all the same, and nobody is there to be told
        }
    }

    private static Thread thread(String name, Runnable body) {
        return Thread.ofPlatform().daemon().name(name).start(body);
    }

    /** The process's output, flushed after each write; and the way around whatever the user's code replaces. */
    private record OutputStreams(PrintStream out, PrintStream err, FileOutputStream raw) {
        static OutputStreams install() {
            FileOutputStream raw = new FileOutputStream(FileDescriptor.out);
            PrintStream out = new PrintStream(raw, true, StandardCharsets.UTF_8);
            PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
            PrintStreams.set(out, err);
            return new OutputStreams(out, err, raw);
        }

        void mark(int id) {
            System.out.flush();
            System.err.flush();
            out.flush();
            err.flush();
            try {
                raw.write(OutputMark.bytes(id));
            } catch (IOException e) {
                // the front is gone; the watch notices
            }
        }
    }
}
