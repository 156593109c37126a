package parley.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.ship.Shipment;

class FunctionTableTest {
    private final FunctionTable table = new FunctionTable();

    private static Shipment function(String language, int body) {
        return new Shipment(language, new byte[] {(byte) body, 1, 2});
    }

    @Test
    void theSameBytesHaveTheSameNumber() {
        int one = table.number(function("java", 1));
        assertEquals(one, table.number(function("java", 1)));
        assertNotEquals(one, table.number(function("java", 2)));
        assertNotEquals(one, table.number(function("python", 1)));
        Message.Function message = table.message(one);
        assertEquals("java", message.language());
        assertEquals(one, message.function());
        assertArrayEquals(new byte[] {1, 1, 2}, message.bytes());
    }

    @Test
    void theOldestUnusedAreDroppedAndGetANewNumberLater() {
        int first = table.number(function("java", 0));
        int needed = table.number(function("java", 1));
        for (int i = 2; i < 32; i++) {
            table.number(function("java", i));
        }
        assertEquals(List.of(), table.drop(_ -> false), "32 are kept");
        assertEquals(first, table.number(function("java", 0)), "used again: not the oldest any more");
        table.number(function("java", 40));
        table.number(function("java", 41));
        List<Integer> dropped = table.drop(number -> number == needed);
        assertEquals(1, dropped.size());
        assertNotEquals(needed, dropped.getFirst());
        assertNotEquals(first, dropped.getFirst());
        assertThrows(IllegalStateException.class, () -> table.message(dropped.getFirst()));
        assertEquals(needed, table.number(function("java", 1)));
    }
}
