package parley.pool;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.ship.RemoteError;
import parley.ship.Routine;
import parley.wire.Decoder;
import parley.wire.Encoder;
import parley.wire.JavaMaker;

/**
 * What a pool and its workers say to each other: a list in the tag codec whose first element is the kind; but those two of
 * which there are many are bare bytes, whose first no list has.
 *
 * <pre>
 *   to a worker    [0 Function, function, language, bytes]  [1 Forget, function]  [2 Stop]
 *   to the pool    [3 Ready, worker]  [4 Failed, worker, job, chunk, error ...]  [5 Ended, worker]
 *   Call           1: -1 | 4: job | 4: chunk | 4: function | 1: mode | args
 *   Done           1: -2 | 4: worker | 4: job | 4: chunk | 8: nanos | result
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

    /** The first bytes of the bare ones. */
    byte CALL = -1;

    byte DONE = -2;

    List<Routine.Mode> MODES = List.of(Routine.Mode.values());

    /** The wire form. */
    static byte[] encode(Message message) {
        Encoder out = new Encoder();
        switch (message) {
            case Call m -> {
                return ByteBuffer.allocate(14 + m.args.length)
                        .put(CALL)
                        .putInt(m.job)
                        .putInt(m.chunk)
                        .putInt(m.function)
                        .put((byte) m.mode.ordinal())
                        .put(m.args)
                        .array();
            }
            case Done m -> {
                return ByteBuffer.allocate(21 + m.result.length)
                        .put(DONE)
                        .putInt(m.worker)
                        .putInt(m.job)
                        .putInt(m.chunk)
                        .putLong(m.nanos)
                        .put(m.result)
                        .array();
            }
            case Function m ->
                out.list(4).integer(0).integer(m.function).text(m.language).bytes(m.bytes);
            case Forget m -> out.list(2).integer(1).integer(m.function);
            case Stop _ -> out.list(1).integer(2);
            case Ready m -> out.list(2).integer(3).integer(m.worker);
            case Failed m -> {
                out.list(8).integer(4).integer(m.worker).integer(m.job).integer(m.chunk);
                out.text(m.error.language()).text(m.error.summary()).text(m.error.traceback());
                byte[] exception = m.error.exception();
                if (exception == null) {
                    out.none();
                } else {
                    out.bytes(exception);
                }
            }
            case Ended m -> out.list(2).integer(5).integer(m.worker);
        }
        return out.toBytes();
    }

    /** Back from the wire form. */
    static Message decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return switch (in.get()) {
                case CALL -> new Call(in.getInt(), in.getInt(), in.getInt(), MODES.get(in.get()), rest(in));
                case DONE -> new Done(in.getInt(), in.getInt(), in.getInt(), in.getLong(), rest(in));
                default -> rare(bytes);
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a message of a pool", e);
        }
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private static Message rare(byte[] bytes) {
        if (!(new Decoder(bytes).read(new JavaMaker()) instanceof List<?> f)) {
            throw new IllegalArgumentException("not a message of a pool");
        }
        return switch (number(f, 0)) {
            case 0 -> new Function(number(f, 1), (String) f.get(2), (byte[]) f.get(3));
            case 1 -> new Forget(number(f, 1));
            case 2 -> new Stop();
            case 3 -> new Ready(number(f, 1));
            case 4 -> new Failed(number(f, 1), number(f, 2), number(f, 3), error(f));
            case 5 -> new Ended(number(f, 1));
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
