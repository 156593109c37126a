package parley.session;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import parley.eval.Backend;
import parley.eval.Outcome;
import parley.memory.RunFolder;
import parley.session.Message.Answer;
import parley.session.Message.Broken;
import parley.session.Message.Command;
import parley.session.Message.CommandWanted;
import parley.session.Message.CommandsEnd;
import parley.session.Message.Ended;
import parley.session.Message.Eval;
import parley.session.Message.Interrupt;
import parley.session.Message.Leave;
import parley.session.Message.Line;
import parley.session.Message.LineWanted;
import parley.session.Message.Question;
import parley.session.Message.Ready;
import parley.trace.BugFailure;
import parley.trace.DiedFailure;
import parley.trace.FailureKind;
import parley.trace.StoppedFailure;

/**
 * The front's side: starts a session process, talks with it, and tells when it is gone.
 *
 * <pre>
 *   STARTING ──key proven──▶ TALKING ──▶ ENDED     messages sent before the talk wait for it
 *       └────────process gone───────────────▲
 * </pre>
 */
public final class SessionClient implements AutoCloseable {
    /** A session that was asked to leave gets this long before it is killed. */
    private static final long LEAVING_MILLIS = 2500;

    /** Output of children may keep the pipe open after the session's death; no longer than this is waited for it. */
    private static final long LAST_WORDS_MILLIS = 300;

    /** A session that lost its standard output can still answer. */
    private static final long MARK_MILLIS = 3000;

    private final RunFolder folder;
    private final SessionListener listener;
    private final Key key = Key.random();
    private final ServerSocketChannel server;
    private final Process process;
    private final OutputPump pump;
    private final Connection connection = new Connection();
    private final ConcurrentMap<Integer, CompletableFuture<Answer>> questions = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile int lineWanted;
    private volatile int commandWanted;
    private volatile boolean talking;
    private volatile boolean closing;

    private SessionClient(RunFolder folder, List<String> command, SessionListener listener) throws IOException {
        this.folder = folder;
        this.listener = listener;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        server.bind(UnixDomainSocketAddress.of(folder.control())); // before it looks: the process has the key only now
        OutputStream stdin = process.getOutputStream(); // stays open: its end tells the session that we are gone
        stdin.write(key.line().getBytes(StandardCharsets.US_ASCII));
        stdin.flush();
        this.pump = new OutputPump(process.getInputStream(), listener);
    }

    /**
     * Starts a session; returns before it is ready.
     *
     * @param folder a fresh run folder; deleted when the session is gone
     * @param command starts a process that calls {@link SessionServer#serve} on that folder
     * @param listener hears what the session says unasked
     */
    public static SessionClient start(RunFolder folder, List<String> command, SessionListener listener) {
        try {
            SessionClient client = new SessionClient(folder, command, listener);
            thread("session output", client.pump);
            thread("session control", client::converse);
            var _ = client.process.onExit().thenAccept(client::gone);
            return client;
        } catch (IOException e) {
            folder.delete();
            throw new UncheckedIOException("session cannot be started: command=" + command.getFirst(), e);
        }
    }

    /** The session's run folder: what it shares can be read there without asking it. */
    public RunFolder folder() {
        return folder;
    }

    /** The process id of the session. */
    public long pid() {
        return process.pid();
    }

    /** A language of the session; may be used before the session is ready. */
    public Backend backend(String language) {
        return new RemoteBackend(this, language);
    }

    /**
     * Runs code. The outcome comes when everything the code printed has been given to the listener; a session that
     * dies meanwhile is an outcome too.
     */
    public CompletableFuture<Outcome> eval(String language, String code) {
        int id = numbers.incrementAndGet();
        CompletableFuture<Answer> answer = ask(id, new Eval(id, language, code));
        return answer.thenCompose(got -> pump.seen(id)
                        .completeOnTimeout(null, MARK_MILLIS, TimeUnit.MILLISECONDS)
                        .thenApply(_ -> got instanceof Ended(int _, Outcome outcome) ? outcome : broken(got)))
                .exceptionally(e -> failed(e.getCause() == null ? e : e.getCause()));
    }

    /** Stops what runs. */
    public void interrupt() {
        send(new Interrupt());
    }

    /** Answers the last {@link SessionListener#lineWanted}; null for the end of input. */
    public void line(@Nullable String text) {
        send(new Line(lineWanted, text));
    }

    /** Answers the last {@link SessionListener#commandWanted}; null for the end of input. */
    public void command(@Nullable String text) {
        send(new Command(commandWanted, text));
    }

    /** Completes with {@code session ended: ...} when the process is gone. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /** Kills the session; {@link SessionListener#ended} follows. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Asks the session to leave, and makes sure that it is gone. */
    @Override
    public void close() {
        closing = true;
        send(new Leave());
        try {
            if (!talking || !process.waitFor(LEAVING_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(LEAVING_MILLIS, TimeUnit.MILLISECONDS);
            }
            pump.ended()
                    .completeOnTimeout(null, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        folder.delete();
    }

    CompletableFuture<Answer> ask(IntFunction<Question> question) {
        int id = numbers.incrementAndGet();
        return ask(id, question.apply(id));
    }

    private CompletableFuture<Answer> ask(int id, Question question) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        questions.put(id, answer);
        if (ended.isDone()) {
            answer.completeExceptionally(new DiedFailure(ended.join()));
        }
        send(question);
        return answer.whenComplete((_, _) -> questions.remove(id));
    }

    /**
     * Waits for an answer.
     *
     * @throws DiedFailure where the session is gone
     * @throws StoppedFailure where the waiting thread is interrupted, which it stays; or where the time is over
     */
    static Answer await(CompletableFuture<Answer> answer, long millis) {
        try {
            Answer got = answer.get(millis, TimeUnit.MILLISECONDS);
            if (got instanceof Broken) {
                broken(got);
            }
            return got;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedFailure("waiting for the session was stopped");
        } catch (TimeoutException e) {
            throw new StoppedFailure("the session is busy: waited=" + millis + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DiedFailure died) {
                throw new DiedFailure(String.valueOf(died.getMessage()));
            }
            throw new BugFailure("a question has no answer", e.getCause());
        }
    }

    private static Outcome broken(Answer answer) {
        throw new BugFailure(answer instanceof Broken(int _, String trace) ? trace : "wrong answer: " + answer, null);
    }

    private static Outcome failed(Throwable e) {
        FailureKind kind = e instanceof DiedFailure ? FailureKind.DIED : FailureKind.BUG;
        return new Outcome.Failed(kind, String.valueOf(e.getMessage()));
    }

    private void send(Message message) {
        connection.send(message);
    }

    private void converse() {
        try (connection) {
            connection.open(accept());
            talking = true;
            while (true) {
                switch (connection.receive()) {
                    case Answer answer -> {
                        CompletableFuture<Answer> question = questions.get(answer.id());
                        if (question != null) {
                            question.complete(answer);
                        }
                    }
                    case LineWanted(int id) -> {
                        lineWanted = id;
                        listener.lineWanted();
                    }
                    case CommandWanted(int id, String prompt) -> {
                        commandWanted = id;
                        listener.commandWanted(prompt);
                    }
                    case CommandsEnd() -> listener.commandsEnd();
                    case Ready(String language) -> listener.ready(language);
                    case Message other ->
                        throw new IOException(
                                "not for a front: message=" + other.getClass().getSimpleName());
                }
            }
        } catch (IOException e) {
            process.destroyForcibly(); // it left, or it talks nonsense: in both cases there is no session any more
        }
    }

    /** The first who proves the key; then nobody else may connect. */
    private SocketChannel accept() throws IOException {
        try (server) {
            while (true) {
                SocketChannel channel = server.accept();
                if (key.provenBy(channel)) {
                    return channel;
                }
                channel.close();
            }
        }
    }

    private void gone(Process dead) {
        pump.ended()
                .completeOnTimeout(null, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        try {
            server.close();
        } catch (IOException e) {
            // nobody connects any more
        }
        folder.delete();
        String how = Ending.of(dead.exitValue());
        ended.complete(how);
        questions.values().forEach(question -> question.completeExceptionally(new DiedFailure(how)));
        if (!closing) {
            listener.ended(how);
        }
    }

    private static void thread(String name, Runnable body) {
        Thread.ofPlatform().daemon().name(name).start(body);
    }
}
