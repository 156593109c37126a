package parley.pool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parley.memory.Member;
import parley.process.Loop;
import parley.ship.CallFailed;
import parley.ship.Languages;
import parley.ship.RemoteError;
import parley.ship.Routine;
import parley.trace.ProcessState;
import parley.wire.Decoder;
import parley.wire.Encoder;
import parley.wire.JavaMaker;

/** The body of a pool's worker: takes tasks from its ring until it is told to stop. One thread's. */
public final class WorkerLoop implements Loop {
    static final String NAME = "pool";

    private final Map<Integer, Routine> functions = new HashMap<>();
    private final Map<Integer, RemoteError> broken = new HashMap<>();

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
            try {
                unpack((String) f.get(3), initializer).call(Routine.Mode.APPLY, noArguments());
            } catch (CallFailed e) {
                reports.send(new Message.Failed(worker, -1, 0, e.error()));
                return 1;
            }
        }
        reports.send(new Message.Ready(worker));
        while (true) {
            if (tasks.isEmpty()) {
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
                    reports.send(call(worker, m));
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
            functions.put(m.function(), unpack(m.language(), m.bytes()));
        } catch (CallFailed e) {
            broken.put(m.function(), e.error());
        }
    }

    private static Routine unpack(String language, byte[] bytes) throws CallFailed {
        try {
            return Languages.get(language).unpack(bytes);
        } catch (CallFailed e) {
            throw e;
        } catch (Exception e) {
            throw new CallFailed(
                    new RemoteError(language, "function cannot be unpacked: because=" + e, e.toString(), null));
        }
    }

    private Message call(int worker, Message.Call m) {
        Routine routine = functions.get(m.function());
        if (routine == null) {
            RemoteError error = broken.get(m.function());
            return new Message.Failed(
                    worker,
                    m.job(),
                    m.chunk(),
                    error != null ? error : new RemoteError("", "no such function: " + m.function(), "", null));
        }
        try {
            return new Message.Done(worker, m.job(), m.chunk(), routine.call(m.mode(), m.args()));
        } catch (CallFailed e) {
            return new Message.Failed(worker, m.job(), m.chunk(), e.error());
        }
    }
}
