package parley.pool;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.memory.Member;
import parley.process.Loop;
import parley.ship.CallFailed;
import parley.ship.Languages;
import parley.ship.RemoteError;
import parley.ship.Routine;
import parley.ship.Shipment;
import parley.trace.ProcessState;
import parley.wire.Decoder;
import parley.wire.Encoder;
import parley.wire.JavaMaker;

/** The body of a pool's worker: takes tasks from its ring until it is told to stop. One thread's. */
public final class WorkerLoop implements Loop {
    static final String NAME = "pool";

    private static final int REHEARSAL_CAPACITY = 1 << 16;

    private record Known(String language, Routine routine) {}

    private final Map<Integer, Known> functions = new HashMap<>();
    private final Map<Integer, RemoteError> broken = new HashMap<>();
    private @Nullable Routine unflushed; // its calls may have printed

    /** For the service loader. */
    public WorkerLoop() {}

    /** What a worker needs: {@code [worker, task ring, report ring, initializer's language, initializer]}. */
    static byte[] payload(int worker, Post tasks, Post reports, String language, byte[] initializer) {
        return new Encoder()
                .list(5)
                .integer(worker)
                .integer(tasks.address())
                .integer(reports.address())
                .text(language)
                .bytes(initializer)
                .toBytes();
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Does once what a worker does, in this process and this thread: in a process that will be copied, so that its
     * copies find the way paved.
     *
     * @param function what is called
     * @param mode how the arguments are meant
     * @param args encoded arguments
     */
    public static void rehearse(Shipment function, Routine.Mode mode, byte[] args) {
        Post tasks = Post.create(REHEARSAL_CAPACITY);
        Post reports = Post.create(REHEARSAL_CAPACITY);
        tasks.send(new Message.Function(0, function.language(), function.bytes()));
        tasks.send(new Message.Call(0, 0, 0, mode, args));
        tasks.send(new Message.Stop());
        int _ = new WorkerLoop().run(payload(0, tasks, reports, "", new byte[0]));
        var _ = reports.drain();
        tasks.free();
        reports.free();
    }

    @Override
    public int run(byte[] payload) {
        if (!(new Decoder(payload).read(new JavaMaker()) instanceof List<?> f)) {
            throw new IllegalArgumentException("not a pool's payload");
        }
        int worker = (Integer) f.get(0);
        Post tasks = Post.attach(((Number) f.get(1)).longValue());
        Post reports = Post.attach(((Number) f.get(2)).longValue());
        byte[] initializer = (byte[]) f.get(4);
        if (initializer.length > 0) {
            String language = (String) f.get(3);
            try {
                byte[] _ = call(language, unpack(language, initializer), Routine.Mode.APPLY, noArguments());
            } catch (CallFailed e) {
                reports.send(new Message.Failed(worker, -1, 0, e.error()));
                return 1;
            }
        }
        reports.send(new Message.Ready(worker));
        while (true) {
            if (tasks.isEmpty()) {
                flush();
                Member.current().state(ProcessState.IDLE);
            }
            switch (tasks.receive()) {
                case Message.Function m -> learn(m);
                case Message.Forget m -> {
                    functions.remove(m.function());
                    broken.remove(m.function());
                }
                case Message.Call m -> {
                    Member.current().state(ProcessState.RUNNING);
                    Message answer = answer(worker, m);
                    if (tasks.isEmpty()) { // who waits for the last result sees first what was printed
                        flush();
                    }
                    boolean _ = Thread.interrupted(); // a stop that came too late is not for the next call
                    report(reports, worker, m, answer);
                }
                case Message.Stop _ -> {
                    return 0;
                }
                case Message other -> throw new IllegalArgumentException("not for a worker: message=" + other);
            }
        }
    }

    /** The arguments of a call without arguments: {@code [[], {}]}. */
    static byte[] noArguments() {
        return new Encoder().list(2).list(0).dict(0).toBytes();
    }

    private void learn(Message.Function m) {
        try {
            functions.put(m.function(), new Known(m.language(), unpack(m.language(), m.bytes())));
        } catch (CallFailed e) {
            broken.put(m.function(), e.error());
        }
    }

    private void flush() {
        if (unflushed != null) {
            unflushed.flush();
            unflushed = null;
        }
    }

    private static Routine unpack(String language, byte[] bytes) throws CallFailed {
        try {
            return Languages.get(language).unpack(bytes);
        } catch (CallFailed e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw new CallFailed(
                    new RemoteError(language, "function cannot be unpacked: because=" + e, e.toString(), null));
        }
    }

    /** A result may be too large to send: that fails the call, and not the worker. */
    private static void report(Post reports, int worker, Message.Call m, Message answer) {
        try {
            reports.send(answer);
        } catch (UncheckedIOException | IllegalArgumentException | OutOfMemoryError e) {
            RemoteError error = new RemoteError("", "result cannot be sent: because=" + e.getMessage(), "", null);
            reports.send(new Message.Failed(worker, m.job(), m.chunk(), error));
        }
    }

    private Message answer(int worker, Message.Call m) {
        Known known = functions.get(m.function());
        if (known == null) {
            RemoteError error = broken.get(m.function());
            return new Message.Failed(
                    worker,
                    m.job(),
                    m.chunk(),
                    error != null ? error : new RemoteError("", "no such function: " + m.function(), "", null));
        }
        unflushed = known.routine();
        long begin = System.nanoTime();
        try {
            byte[] result = call(known.language(), known.routine(), m.mode(), m.args());
            return new Message.Done(worker, m.job(), m.chunk(), System.nanoTime() - begin, result);
        } catch (CallFailed e) {
            return new Message.Failed(worker, m.job(), m.chunk(), e.error());
        }
    }

    /** What a language lets through, as a stack that overflows, fails the call, and not the worker. */
    private static byte[] call(String language, Routine routine, Routine.Mode mode, byte[] args) throws CallFailed {
        try {
            return routine.call(mode, args);
        } catch (RuntimeException | Error e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            throw new CallFailed(new RemoteError(language, e.toString(), trace.toString(), null));
        }
    }
}
