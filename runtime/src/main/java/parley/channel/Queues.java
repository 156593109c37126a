package parley.channel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parley.memory.ObjectKind;
import parley.memory.ObjectTable;
import parley.memory.Segment;
import parley.memory.Verb;
import parley.trace.QueueRow;

/** Looks at the queues of a session from outside, without asking any of its processes. Has no state. */
public final class Queues {
    private Queues() {}

    /**
     * One look at every queue, oldest first.
     *
     * @param segment of the session
     * @return rows
     */
    public static List<QueueRow> rows(Segment segment) {
        ObjectTable objects = segment.objects();
        return objects.look(() -> rows(segment, objects));
    }

    private static List<QueueRow> rows(Segment segment, ObjectTable objects) {
        return Stream.of(ObjectKind.QUEUE, ObjectKind.JOINABLE_QUEUE)
                .flatMap(kind -> objects.all(kind).stream())
                .map(address -> {
                    Ring ring = ring(segment, address);
                    return new QueueRow(
                            objects.name(address),
                            objects.label(address),
                            ring.count(),
                            ring.limit(),
                            segment.processes().waiting(Verb.GET, address),
                            segment.processes().waiting(Verb.PUT, address));
                })
                .toList();
    }

    /**
     * The messages in a queue, oldest first, without taking them.
     *
     * @param segment of the session
     * @param nameOrLabel {@code Queue-1} or the variable that holds it, {@code q}
     * @return encoded values, or empty where no queue has that name
     */
    public static Optional<List<byte[]>> peek(Segment segment, String nameOrLabel) {
        return segment.objects().look(() -> look(segment, nameOrLabel));
    }

    private static Optional<List<byte[]>> look(Segment segment, String nameOrLabel) {
        long plain = segment.objects().find(ObjectKind.QUEUE, nameOrLabel);
        long address = plain != 0 ? plain : segment.objects().find(ObjectKind.JOINABLE_QUEUE, nameOrLabel);
        return address == 0
                ? Optional.empty()
                : Optional.of(ring(segment, address).peek());
    }

    private static Ring ring(Segment segment, long address) {
        return Ring.look(segment, address + ObjectTable.BODY);
    }
}
