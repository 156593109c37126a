package parley.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CodecTest {
    private static Object roundTrip(Encoder encoder) {
        Decoder decoder = new Decoder(encoder.toBytes());
        Object value = decoder.read(new JavaMaker());
        assertFalse(decoder.hasMore(), "bytes are left over");
        return value;
    }

    @Test
    void noneAndTruthValuesComeBack() {
        assertEquals(null, roundTrip(new Encoder().none()));
        assertEquals(true, roundTrip(new Encoder().bool(true)));
        assertEquals(false, roundTrip(new Encoder().bool(false)));
    }

    @Test
    void integersComeBackAtEveryWidth() {
        for (long value : new long[] {0, 1, -1, 127, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertEquals((int) value, roundTrip(new Encoder().integer(value)));
            assertEquals((int) value, roundTrip(new Encoder().integer(BigInteger.valueOf(value))));
        }
        for (long value : new long[] {1L << 31, -(1L << 31) - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertEquals(value, roundTrip(new Encoder().integer(value)));
            assertEquals(value, roundTrip(new Encoder().integer(BigInteger.valueOf(value))));
        }
        BigInteger over = BigInteger.ONE.shiftLeft(63);
        for (BigInteger value : List.of(
                over,
                over.negate().subtract(BigInteger.ONE),
                BigInteger.TEN.pow(5000),
                BigInteger.TEN.pow(5000).negate())) {
            assertEquals(value, roundTrip(new Encoder().integer(value)));
        }
    }

    @Test
    void floatsKeepEveryBit() {
        long[] patterns = {
            0,
            Long.MIN_VALUE, // -0.0
            Double.doubleToRawLongBits(Double.MIN_VALUE),
            Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
            0x7ff8_0000_0000_0001L, // NaNs with something in them
            0xfff8_dead_beef_0042L,
            0x3ff0_0000_0000_0001L,
        };
        for (long bits : patterns) {
            double value = (Double) roundTrip(new Encoder().real(Double.longBitsToDouble(bits)));
            assertEquals(bits, Double.doubleToRawLongBits(value));
            Complex complex = (Complex) roundTrip(new Encoder().complex(1, Double.longBitsToDouble(bits)));
            assertEquals(bits, Double.doubleToRawLongBits(complex.imaginary()));
        }
    }

    @Test
    void textsComeBackWithTheirLoneSurrogates() {
        List<String> texts = List.of(
                "",
                "plain",
                "ä€😀",
                "\0\n\u0001",
                "\ud800",
                "\udc00",
                "\udc00\ud800",
                "a\ud83d",
                "\ud83d\ud83d\ude00\ude00",
                "😀".repeat(1000) + "\udfff",
                "x".repeat(100_000));
        for (String text : texts) {
            assertEquals(text, roundTrip(new Encoder().text(text)));
            Opaque opaque = (Opaque) roundTrip(new Encoder().opaque(text, text, new byte[] {1}));
            assertEquals(text, opaque.language());
            assertEquals(text, opaque.label());
        }
    }

    @Test
    void bytesComeBack() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertArrayEquals(all, (byte[]) roundTrip(new Encoder().bytes(all)));
        assertArrayEquals(new byte[0], (byte[]) roundTrip(new Encoder().bytes(new byte[0])));
        byte[] large = new byte[3_000_001];
        Arrays.fill(large, (byte) 7);
        assertArrayEquals(large, (byte[]) roundTrip(new Encoder().bytes(large)));
    }

    @Test
    void containersComeBackInOrder() {
        assertEquals(List.of(), roundTrip(new Encoder().list(0)));
        assertEquals(
                Arrays.asList(1, null, "a"),
                roundTrip(new Encoder().list(3).integer(1).none().text("a")));
        assertEquals(
                new Tuple(List.of(1, 2)),
                roundTrip(new Encoder().tuple(2).integer(1).integer(2)));
        Set<?> set = assertInstanceOf(
                LinkedHashSet.class,
                roundTrip(new Encoder().set(3).text("c").text("a").text("b")));
        assertEquals(List.of("c", "a", "b"), new ArrayList<>(set));
        assertEquals(
                new FrozenSet(Set.of(5)), roundTrip(new Encoder().frozenset(1).integer(5)));
        Map<Object, Object> expected = new LinkedHashMap<>();
        expected.put("z", 1);
        expected.put(new Tuple(List.of(1)), List.of(true));
        expected.put(null, Map.of());
        Map<?, ?> map = assertInstanceOf(
                LinkedHashMap.class,
                roundTrip(new Encoder()
                        .dict(3)
                        .text("z")
                        .integer(1)
                        .tuple(1)
                        .integer(1)
                        .list(1)
                        .bool(true)
                        .none()
                        .dict(0)));
        assertEquals(expected, map);
        assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(map.keySet()));
    }

    @Test
    void aHintIsReadByItsLanguageAndPassedOverByOthers() {
        byte[] hinted = new Encoder().hinted("java", "char").text("x").toBytes();
        assertEquals("x", new Decoder(hinted).read(new JavaMaker()));
        assertEquals("'x'", Plain.show(hinted, 80));
    }

    @Test
    void severalValuesFollowEachOtherInOneMessage() {
        Decoder decoder =
                new Decoder(new Encoder().integer(1).text("b").list(1).none().toBytes());
        assertEquals(1, decoder.read(new JavaMaker()));
        assertEquals("b", decoder.read(new JavaMaker()));
        assertTrue(decoder.hasMore());
        assertEquals(Arrays.asList((Object) null), decoder.read(new JavaMaker()));
        assertFalse(decoder.hasMore());
    }

    @Test
    void nestingGoesDeepButHasALimit() {
        assertEquals(1000, depth(roundTrip(nested(1000))));
        var error = assertThrows(IllegalArgumentException.class, () -> roundTrip(nested(1001)));
        assertEquals("value nested too deeply: deepest=1000", error.getMessage());
        byte[] endless = new byte[5 * 100_000];
        for (int i = 0; i < endless.length; i += 5) {
            endless[i] = Tag.LIST;
            endless[i + 1] = 1;
        }
        assertThrows(IllegalArgumentException.class, () -> new Decoder(endless).read(new JavaMaker()));
    }

    private static Encoder nested(int depth) {
        Encoder encoder = new Encoder();
        for (int i = 0; i < depth; i++) {
            encoder.tuple(1);
        }
        return encoder.none();
    }

    private static int depth(Object value) {
        int depth = 0;
        for (Object inner = value; inner instanceof Tuple(var values); inner = values.getFirst()) {
            depth++;
        }
        return depth;
    }

    @Test
    void portablesNeedAReaderWhoKnowsThem() {
        byte[] encoded = new Encoder().portable("Queue", 1L << 41).toBytes();
        assertThrows(IllegalArgumentException.class, () -> new Decoder(encoded).read(new JavaMaker()));
        Object read = new Decoder(encoded).read(new JavaMaker() {
            @Override
            public Object portable(String kind, long address) {
                return kind + "@" + address;
            }
        });
        assertEquals("Queue@" + (1L << 41), read);
    }
}
