package parley.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    /** All messages in some bytes that arrive {@code step} at a time. */
    static List<String> read(byte[] bytes, int step, long most) throws SocketError {
        FrameReader reader = new FrameReader();
        List<String> messages = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int count = Math.min(Math.min(step, reader.room()), bytes.length - at);
            System.arraycopy(bytes, at, reader.buffer(), reader.filled(), count);
            at += count;
            byte[] message = reader.add(count, most);
            if (message != null) {
                messages.add(HexFormat.of().formatHex(message));
            }
        }
        return messages;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void messagesArePutTogetherHoweverTheirBytesArrive(int step) throws SocketError {
        byte[] bytes = hex("00000003616263" + "00000000" + "ffffffff0000000000000002" + "6465" + "0000000166");
        assertEquals(List.of("616263", "", "6465", "66"), read(bytes, step, 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fffffffe",
                "00000101",
                "47455420",
                "ffffffff8000000000000000",
                "ffffffff0000000000000101",
                "ffffffff7fffffffffffffff"
            })
    void aLengthThatNobodyWantsIsRefusedBeforeItsBytes(String head) {
        assertEquals(
                SocketError.BROKEN,
                assertThrows(SocketError.class, () -> read(hex(head), 100, 256)).errno());
    }

    @Test
    void memoryIsTakenAsBytesArriveNotAsTheHeadPromises() throws SocketError {
        FrameReader reader = new FrameReader();
        System.arraycopy(hex("7fffff00"), 0, reader.buffer(), 0, 4);
        reader.add(4, Long.MAX_VALUE);
        for (int taken = 0; taken < 10; taken++) {
            assertTrue(reader.buffer().length <= Math.max(1 << 16, 2 * reader.filled()));
            reader.add(reader.room(), Long.MAX_VALUE);
        }
    }

    @Test
    void aLargeMessageIsWhole() throws SocketError {
        byte[] bytes = new byte[4 + 300_000];
        System.arraycopy(hex("000493e0"), 0, bytes, 0, 4);
        bytes[bytes.length - 1] = 7;
        byte[] message = hex(read(bytes, 77_777, Long.MAX_VALUE).getFirst());
        byte[] expected = new byte[300_000];
        expected[299_999] = 7;
        assertArrayEquals(expected, message);
    }
}
