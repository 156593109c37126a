package parley.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.ship.RemoteError;
import parley.ship.Routine;
import parley.wire.Decoder;
import parley.wire.Encoder;
import parley.wire.JavaMaker;

/**
 * What a pool and its workers say to each other: a list in the tag codec whose first element is the kind.
 *
 * <pre>
 *   to a worker    [0 Function, function, language, bytes]  [1 Forget, function]  [2 Call, job, chunk, function, mode, args]  [3 Stop]
 *   to the pool    [4 Ready, worker]  [5 Done, worker, job, chunk, nanos, result]  [6 Failed, worker, job, chunk, error ...]  [7 Ended, worker]
 * </pre>
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read once
sealed interface Message {
    /** A function arrives, and is known by a number from now on. */
    record Function(int function, String language, byte[] bytes) implements Message {}

    /** A function is needed no more. */
    record Forget(int function) implements Message {}

    /** Run one chunk. */
    record Call(int job, int chunk, int function, Routine.Mode mode, byte[] args) implements Message {}

    /** Leave. */
    record Stop() implements Message {}

    /** A worker is up. */
    record Ready(int worker) implements Message {}

    /** A chunk is done, which took so many nanoseconds. */
    record Done(int worker, int job, int chunk, long nanos, byte[] result) implements Message {}

    /** A chunk failed, or with job -1 the initializer. */
    record Failed(int worker, int job, int chunk, RemoteError error) implements Message {}

    /** A worker's process is gone; said by the pool's own process. */
    record Ended(int worker) implements Message {}

    /** The wire form. */
    static byte[] encode(Message message) {
        Encoder out = new Encoder();
        switch (message) {
            case Function m ->
                out.list(4).integer(0).integer(m.function).text(m.language).bytes(m.bytes);
            case Forget m -> out.list(2).integer(1).integer(m.function);
            case Call m ->
                out.list(6)
                        .integer(2)
                        .integer(m.job)
                        .integer(m.chunk)
                        .integer(m.function)
                        .integer(m.mode.ordinal())
                        .bytes(m.args);
            case Stop _ -> out.list(1).integer(3);
            case Ready m -> out.list(2).integer(4).integer(m.worker);
            case Done m ->
                out.list(6)
                        .integer(5)
                        .integer(m.worker)
                        .integer(m.job)
                        .integer(m.chunk)
                        .integer(m.nanos)
                        .bytes(m.result);
            case Failed m -> {
                out.list(8).integer(6).integer(m.worker).integer(m.job).integer(m.chunk);
                out.text(m.error.language()).text(m.error.summary()).text(m.error.traceback());
                byte[] exception = m.error.exception();
                if (exception == null) {
                    out.none();
                } else {
                    out.bytes(exception);
                }
            }
            case Ended m -> out.list(2).integer(7).integer(m.worker);
        }
        return out.toBytes();
    }

    /** Back from the wire form. */
    static Message decode(byte[] bytes) {
        if (!(new Decoder(bytes).read(new JavaMaker()) instanceof List<?> f)) {
            throw new IllegalArgumentException("not a message of a pool");
        }
        return switch (number(f, 0)) {
            case 0 -> new Function(number(f, 1), (String) f.get(2), (byte[]) f.get(3));
            case 1 -> new Forget(number(f, 1));
            case 2 ->
                new Call(number(f, 1), number(f, 2), number(f, 3), Routine.Mode.values()[number(f, 4)], (byte[])
                        f.get(5));
            case 3 -> new Stop();
            case 4 -> new Ready(number(f, 1));
            case 5 ->
                new Done(number(f, 1), number(f, 2), number(f, 3), ((Number) f.get(4)).longValue(), (byte[]) f.get(5));
            case 6 -> new Failed(number(f, 1), number(f, 2), number(f, 3), error(f));
            case 7 -> new Ended(number(f, 1));
            default -> throw new IllegalArgumentException("not a message of a pool: kind=" + f.get(0));
        };
    }

    private static RemoteError error(List<?> f) {
        byte @Nullable [] exception = (byte[]) f.get(7);
        return new RemoteError((String) f.get(4), (String) f.get(5), (String) f.get(6), exception);
    }

    private static int number(List<?> fields, int index) {
        return (Integer) fields.get(index);
    }
}
