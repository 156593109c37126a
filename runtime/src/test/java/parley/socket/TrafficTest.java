package parley.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.memory.Member;
import parley.memory.ObjectKind;
import parley.memory.ObjectTable;
import parley.memory.VarHandles;
import parley.trace.ConnectionRow;
import parley.trace.ConnectionState;

class TrafficTest {
    private static List<ConnectionRow> rows(String address) {
        return Connections.rows(Member.current().segment()).stream()
                .filter(row -> row.address().equals(address))
                .toList();
    }

    @Test
    void aRowIsThereUntilTheEndAndCountsWhatPasses() {
        Traffic traffic = new Traffic();
        traffic.state(ConnectionState.OPEN);
        assertEquals(List.of(), rows("here"));
        traffic.begin(ConnectionState.PROVING, "here", "there");
        traffic.state(ConnectionState.OPEN);
        traffic.received(7);
        traffic.received(1);
        traffic.sent(1000);
        ConnectionRow row = rows("here").getFirst();
        assertEquals(
                new ConnectionRow(row.process(), ConnectionState.OPEN, "here", "there", row.since(), 2, 8, 1, 1000),
                row);
        assertTrue(row.process().contains("(pid " + ProcessHandle.current().pid() + ")"), row.process());
        traffic.end();
        traffic.sent(1);
        traffic.end();
        assertEquals(List.of(), rows("here"));
    }

    @Test
    void rowsAreUsedAgainAlsoThoseOfTheDead() {
        Member me = Member.current();
        int dead = me.segment().processes().claim("dead", 1, "", me.owner());
        long address = me.segment().objects().create(ObjectKind.SOCKETS, Traffic.BLOCK, dead);
        MemorySegment body = me.segment().block(address + ObjectTable.BODY, Traffic.BLOCK);
        VarHandles.INT.set(body, 0L, dead);
        VarHandles.INT.set(Traffic.row(body, 0), Traffic.STATE, ConnectionState.OPEN.ordinal());
        me.segment().processes().endedWith(dead, 0);
        List<Traffic> many = new ArrayList<>();
        while ((int) VarHandles.INT.get(body, 0L) == dead
                && many.size() < 100 * Traffic.ROWS) { // other tests left free rows
            many.add(new Traffic());
            many.getLast().begin(ConnectionState.OPEN, "first", "");
        }
        assertEquals(me.owner(), (int) VarHandles.INT.get(body, 0L));
        many.forEach(Traffic::end);
        many.clear();
        int blocks = 0;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 3 * Traffic.ROWS; i++) {
                Traffic one = new Traffic();
                one.begin(ConnectionState.OPEN, "many", "");
                many.add(one);
            }
            assertEquals(3 * Traffic.ROWS, rows("many").size());
            many.forEach(Traffic::end);
            many.clear();
            int now = me.segment().objects().all(ObjectKind.SOCKETS).size();
            assertTrue(round == 0 || now == blocks, "blocks: before=" + blocks + ", now=" + now);
            blocks = now;
        }
    }
}
