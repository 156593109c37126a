package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputPumpTest {
    @Test
    void takesTheMarkOut() {
        assertEquals("ab", pumped(bytes("a"), OutputMark.bytes(7), bytes("b")));
    }

    @Test
    void findsAMarkThatComesInPieces() {
        byte[] mark = OutputMark.bytes(7);
        for (int cut = 1; cut < mark.length; cut++) {
            byte[] head = Arrays.copyOf(mark, cut);
            byte[] tail = Arrays.copyOfRange(mark, cut, mark.length);
            assertEquals("ab", pumped(bytes("a"), head, tail, bytes("b")));
        }
    }

    @Test
    void keepsWhatOnlyLooksLikeAMark() {
        assertEquals("\0\0parley\0x", pumped(bytes("\0\0parley"), bytes("\0x")));
        assertEquals("end\0par", pumped(bytes("end\0par")));
    }

    @Test
    void tellsWhenTheMarkWasSeen() {
        OutputPump pump = new OutputPump(new ByteArrayInputStream(OutputMark.bytes(7)), _ -> {});
        var seen = pump.seen(7);
        pump.run();
        assertTrue(seen.isDone());
    }

    private static String pumped(byte[]... pieces) {
        List<InputStream> streams = Arrays.stream(pieces)
                .map(piece -> (InputStream) new ByteArrayInputStream(piece))
                .toList();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        new OutputPump(new SequenceInputStream(Collections.enumeration(streams)), shown::writeBytes).run();
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
