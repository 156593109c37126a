package parley.socket;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import parley.memory.ObjectKind;
import parley.memory.ObjectTable;
import parley.memory.Segment;
import parley.memory.Texts;
import parley.trace.ConnectionRow;
import parley.trace.ConnectionState;

/** Looks at the sockets of a session from outside, without asking any of its processes. Has no state. */
public final class Connections {
    private static final ConnectionState[] STATES = ConnectionState.values();

    private Connections() {}

    /**
     * One look at every listener and connection over a socket of the processes that live.
     *
     * @param segment of the session
     * @return rows, process by process
     */
    public static List<ConnectionRow> rows(Segment segment) {
        List<ConnectionRow> rows = new ArrayList<>();
        for (long address : segment.objects().all(ObjectKind.SOCKETS)) {
            MemorySegment body = segment.block(address + ObjectTable.BODY, Traffic.BLOCK);
            int owner = (int) INT.getVolatile(body, 0L);
            if (owner != 0 && segment.processes().isAlive(owner)) {
                String process = segment.processes().describe(owner);
                for (int i = 0; i < Traffic.ROWS; i++) {
                    MemorySegment words = Traffic.row(body, i);
                    ConnectionState state = STATES[(int) INT.getVolatile(words, Traffic.STATE)];
                    if (state != ConnectionState.CLOSED) {
                        rows.add(look(words, process, state));
                    }
                }
            }
        }
        return rows;
    }

    private static ConnectionRow look(MemorySegment words, String process, ConnectionState state) {
        return new ConnectionRow(
                process,
                state,
                Texts.read(words, Traffic.ADDRESS, Traffic.TEXT),
                Texts.read(words, Traffic.PEER, Traffic.TEXT),
                Instant.ofEpochMilli((long) LONG.get(words, Traffic.SINCE)),
                (long) LONG.get(words, Traffic.MESSAGES_IN),
                (long) LONG.get(words, Traffic.BYTES_IN),
                (long) LONG.get(words, Traffic.MESSAGES_OUT),
                (long) LONG.get(words, Traffic.BYTES_OUT));
    }
}
