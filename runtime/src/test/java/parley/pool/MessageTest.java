package parley.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import parley.ship.RemoteError;
import parley.ship.Routine;
import parley.wire.Encoder;

class MessageTest {
    private static <M extends Message> M roundTrip(Class<M> kind, M message) {
        return assertInstanceOf(kind, Message.decode(Message.encode(message)));
    }

    @Test
    void everyKindComesBack() {
        var function = roundTrip(Message.Function.class, new Message.Function(3, "java", new byte[] {1, 2}));
        assertEquals(3, function.function());
        assertEquals("java", function.language());
        assertArrayEquals(new byte[] {1, 2}, function.bytes());
        for (Routine.Mode mode : Routine.Mode.values()) {
            var call = roundTrip(Message.Call.class, new Message.Call(1, 2, 3, mode, new byte[] {4}));
            assertEquals(1, call.job());
            assertEquals(2, call.chunk());
            assertEquals(3, call.function());
            assertEquals(mode, call.mode());
            assertArrayEquals(new byte[] {4}, call.args());
        }
        assertEquals(new Message.Forget(9), roundTrip(Message.Forget.class, new Message.Forget(9)));
        assertEquals(new Message.Stop(), roundTrip(Message.Stop.class, new Message.Stop()));
        assertEquals(new Message.Ready(5), roundTrip(Message.Ready.class, new Message.Ready(5)));
        assertEquals(new Message.Ended(-1), roundTrip(Message.Ended.class, new Message.Ended(-1)));
        var done = roundTrip(Message.Done.class, new Message.Done(1, 2, 3, 4L, new byte[] {7}));
        assertEquals(1, done.worker());
        assertEquals(2, done.job());
        assertEquals(3, done.chunk());
        assertArrayEquals(new byte[] {7}, done.result());
    }

    @Test
    void anErrorComesBackWithAndWithoutItsException() {
        RemoteError with = new RemoteError("java", "X: y", "trace\n", new byte[] {1});
        RemoteError error = roundTrip(Message.Failed.class, new Message.Failed(1, -1, 0, with))
                .error();
        assertEquals("java", error.language());
        assertEquals("X: y", error.summary());
        assertEquals("trace\n", error.traceback());
        assertArrayEquals(new byte[] {1}, error.exception());
        RemoteError without = new RemoteError("python", "", "", null);
        assertNull(roundTrip(Message.Failed.class, new Message.Failed(1, 2, 3, without))
                .error()
                .exception());
    }

    @Test
    void whatIsNoMessageIsRefused() {
        byte[] number = new Encoder().integer(1).toBytes();
        assertThrows(IllegalArgumentException.class, () -> Message.decode(number));
        byte[] unknown = new Encoder().list(1).integer(99).toBytes();
        assertThrows(IllegalArgumentException.class, () -> Message.decode(unknown));
        assertThrows(IllegalArgumentException.class, () -> Message.decode(new byte[0]));
        byte[] call = Message.encode(new Message.Call(1, 2, 3, Routine.Mode.MAP, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> Message.decode(Arrays.copyOf(call, call.length - 1)));
        call[call.length - 1] = 99;
        assertThrows(IllegalArgumentException.class, () -> Message.decode(call));
    }
}
