package parley.repl;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.channel.Queues;
import parley.manager.Board;
import parley.memory.RunFolder;
import parley.memory.Segment;
import parley.socket.Connections;
import parley.trace.ConnectionRow;
import parley.trace.ManagerRow;
import parley.trace.ProcessRow;
import parley.trace.QueueRow;

/** Looks into the session's shared memory without asking the session: works while it is stuck. */
interface Look {
    List<ProcessRow> processes();

    List<QueueRow> queues();

    List<ManagerRow> managers();

    List<ConnectionRow> connections();

    /** The items of a queue, by its name or its variable; empty where there is no such queue. */
    Optional<List<byte[]>> peek(String queue);

    /** The session of this folder; shows nothing before the session has made its memory. */
    static Look at(RunFolder folder) {
        return new Look() {
            private @Nullable Segment attached;

            private Optional<Segment> segment() {
                if (attached == null) {
                    attached = Segment.attach(folder, false);
                }
                return Optional.ofNullable(attached);
            }

            @Override
            public List<ProcessRow> processes() {
                return segment().map(segment -> segment.processes().rows()).orElse(List.of());
            }

            @Override
            public List<QueueRow> queues() {
                return segment().map(Queues::rows).orElse(List.of());
            }

            @Override
            public List<ManagerRow> managers() {
                return segment().map(Board::rows).orElse(List.of());
            }

            @Override
            public List<ConnectionRow> connections() {
                return segment().map(Connections::rows).orElse(List.of());
            }

            @Override
            public Optional<List<byte[]>> peek(String queue) {
                return segment().flatMap(segment -> Queues.peek(segment, queue));
            }
        };
    }
}
