package parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PlainTest {
    private static String show(Encoder encoder) {
        return Plain.show(encoder.toBytes(), 10_000);
    }

    @Test
    void plainDataLooksAsInPython() {
        assertEquals("None", show(new Encoder().none()));
        assertEquals("True", show(new Encoder().bool(true)));
        assertEquals("-12345678901234567890", show(new Encoder().integer(new BigInteger("-12345678901234567890"))));
        assertEquals("b'a\\x00\\xff\\x27'", show(new Encoder().bytes(new byte[] {'a', 0, -1, '\''})));
        assertEquals(
                "[1, [], 'a']", show(new Encoder().list(3).integer(1).list(0).text("a")));
        assertEquals("(1,)", show(new Encoder().tuple(1).integer(1)));
        assertEquals("()", show(new Encoder().tuple(0)));
        assertEquals("set()", show(new Encoder().set(0)));
        assertEquals("{1, 2}", show(new Encoder().set(2).integer(1).integer(2)));
        assertEquals("frozenset({1})", show(new Encoder().frozenset(1).integer(1)));
        assertEquals(
                "{'a': 1, None: {}}",
                show(new Encoder().dict(2).text("a").integer(1).none().dict(0)));
        assertEquals("<Queue>", show(new Encoder().portable("Queue", 4711)));
        assertEquals("Point(x=1)", show(new Encoder().opaque("java", "Point(x=1)", new byte[9])));
    }

    @Test
    void floatsLookAsInPython() {
        assertEquals("1.0", show(new Encoder().real(1)));
        assertEquals("-0.0", show(new Encoder().real(-0.0)));
        assertEquals("0.1", show(new Encoder().real(0.1)));
        assertEquals("1e-05", show(new Encoder().real(1e-5)));
        assertEquals("0.0001", show(new Encoder().real(1e-4)));
        assertEquals("10000000000.0", show(new Encoder().real(1e10)));
        assertEquals("1e+16", show(new Encoder().real(1e16)));
        assertEquals("-1.5e-300", show(new Encoder().real(-1.5e-300)));
        assertEquals("1.7976931348623157e+308", show(new Encoder().real(Double.MAX_VALUE)));
        assertEquals("nan", show(new Encoder().real(Double.NaN)));
        assertEquals("-inf", show(new Encoder().real(Double.NEGATIVE_INFINITY)));
        assertEquals("(1+2.5j)", show(new Encoder().complex(1, 2.5)));
        assertEquals("2j", show(new Encoder().complex(0, 2)));
        assertEquals("(1-0j)", show(new Encoder().complex(1, -0.0)));
        assertEquals("(nan+infj)", show(new Encoder().complex(Double.NaN, Double.POSITIVE_INFINITY)));
    }

    @Test
    void textsAreQuotedAndStayOnOneLine() {
        assertEquals("'it\\'s'", show(new Encoder().text("it's")));
        assertEquals("'a\\\\b\\n\\t\\r\\u001b[31m'", show(new Encoder().text("a\\b\n\t\r\u001b[31m")));
        assertEquals("'ä😀\\ud800'", show(new Encoder().text("ä😀\ud800")));
    }

    @Test
    void aLabelCannotBringControlCharacters() {
        assertEquals("a\\u000a\\u001b[2Jb", show(new Encoder().opaque("java", "a\n\u001b[2Jb", new byte[0])));
    }

    @Test
    void whatIsLeftOutIsMarked() {
        assertEquals(
                "[1, 2…",
                Plain.show(
                        new Encoder().list(3).integer(1).integer(2).integer(3).toBytes(), 6));
        assertEquals("…", Plain.show(new Encoder().text("long").toBytes(), 1));
        assertTrue(show(new Encoder().text("x".repeat(2001))).endsWith("x…'"));
        assertTrue(show(new Encoder().text("x".repeat(2000))).endsWith("xx'"));
        assertTrue(show(new Encoder().bytes(new byte[2001])).endsWith("\\x00…'"));
    }

    @Test
    void aCutDoesNotSplitACharacter() {
        assertEquals("'😀…", Plain.show(new Encoder().text("😀😀😀").toBytes(), 5));
    }

    @Test
    void hugeIntegersAreNamedByTheirSize() {
        assertEquals("<int of 8000001 bits>", show(new Encoder().integer(BigInteger.ONE.shiftLeft(8_000_000))));
    }

    @Test
    void brokenBytesAreShownAsSuch() {
        assertEquals("<1 bytes, not a value: tag=99, at=0>", Plain.show(new byte[] {99}, 80));
        assertEquals("<0 bytes, message too short: wanted=1, at=0>", Plain.show(new byte[0], 80));
    }
}
