package parley.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.memory.Member;

/** Debuggers at one terminal, each played by a connection of this process. */
@Timeout(60)
class DeskTest {
    private static final BlockingQueue<String> SHOWN = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> TYPED = new SynchronousQueue<>();

    /** A terminal that is typed at by {@link #TYPED}. */
    private record Played() implements Console {
        @Override
        public String line(String prompt) throws InterruptedException {
            SHOWN.add(prompt);
            try {
                return TYPED.take();
            } catch (InterruptedException e) {
                SHOWN.add("withdrawn");
                throw e;
            }
        }

        @Override
        public void free() {
            SHOWN.add("free");
        }
    }

    private static SocketChannel visitor(long pid) throws IOException {
        SocketChannel channel = SocketChannel.open(
                UnixDomainSocketAddress.of(Member.current().folder().desk()));
        new Note(Note.HELLO, Long.toString(pid)).send(channel);
        return channel;
    }

    @Test
    void debuggersTakeTurnsAndADeadOneMakesRoom() throws Exception {
        Desk.console(new Played());
        Desk.open();
        SocketChannel first = visitor(4711);
        assertEquals(new Note(Note.TURN), Note.receive(first));
        new Note(Note.LINE, "one> ").send(first);
        assertEquals("one> ", SHOWN.take());
        TYPED.put("p x");
        assertEquals(new Note(Note.LINE, "p x"), Note.receive(first));

        SocketChannel second = visitor(4712);
        assertEquals(new Note(Note.WAIT, "4711"), Note.receive(second));
        new Note(Note.LINE, "one> ").send(first);
        assertEquals("one> ", SHOWN.take());
        first.close(); // as if it were killed
        assertEquals("withdrawn", SHOWN.take());
        assertEquals(new Note(Note.TURN), Note.receive(second));

        SocketChannel third = visitor(4713);
        assertEquals(new Note(Note.WAIT, "4712"), Note.receive(third));
        new Note(Note.LINE, "two> ").send(second);
        assertEquals("two> ", SHOWN.take());
        Desk.stop(); // Ctrl-C
        assertEquals(new Note(Note.STOPPED), Note.receive(second));
        assertEquals(new Note(Note.STOPPED), Note.receive(third));
        second.close();
        third.close();
        assertEquals("withdrawn", SHOWN.take());
        assertEquals("free", SHOWN.take());
    }

    @Test
    void aProgramAndItsDebuggersReadOneInput() throws Exception {
        byte[] text = "p x\nc\nfor the program\nlast".getBytes(StandardCharsets.UTF_8);
        SharedInput input = new SharedInput(new ByteArrayInputStream(text));
        assertEquals("p x", input.line());
        assertEquals("c", input.line());
        byte[] rest = new byte[16];
        int count = input.read(rest, 0, rest.length);
        assertEquals("for the program\n", new String(rest, 0, count, StandardCharsets.UTF_8));
        assertEquals("last", input.line());
        assertEquals(-1, input.read());
        assertTrue(input.available() == 0);
        assertEquals(null, input.line());
    }
}
