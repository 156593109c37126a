package parley.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.trace.UserFailure;
import parley.wire.Complex;
import parley.wire.FrozenSet;
import parley.wire.Tuple;

class PickleTest {
    /** Made by CPython 3.11: [None, True, -1, 255, 65535, 2**31, -2**63, 2**70, 1.5, 'ä', a lone surrogate, bytes, ...]. */
    private static final List<String> PLAIN = List.of(
            "gAJdcQAoTohK/////0v/Tf//igUAAACAAIoIAAAAAAAAAICKCQAAAAAAAAAAQEc/+AAAAAAAAFgCAAAAw6RxAVgDAAAA7aCAcQJjX2NvZGVjcwpl"
                    + "bmNvZGUKcQNYAwAAAADDv3EEWAYAAABsYXRpbjFxBYZxBlJxBylLAYVxCChLAUsCSwNLBHRxCX1xCihYAQAAAGJxC0sBWAEAAABhcQxdcQ1L"
                    + "AmF1ZS4=",
            "gASVaQAAAAAAAABdlChOiEr/////S/9N//+KBQAAAIAAiggAAAAAAAAAgIoJAAAAAAAAAABARz/4AAAAAAAAjALDpJSMA+2ggJRDAgD/lClLAYWU"
                    + "KEsBSwJLA0sEdJR9lCiMAWKUSwGMAWGUXZRLAmF1ZS4=");

    /** Likewise: [bytearray(b'xy'), {7}, frozenset([8]), 1+2j], in protocols 2 and 5. */
    private static final List<String> SETS = List.of(
            "gAJdcQAoY19fYnVpbHRpbl9fCmJ5dGVhcnJheQpxAWNfY29kZWNzCmVuY29kZQpxAlgCAAAAeHlxA1gGAAAAbGF0aW4xcQSGcQVScQaFcQdScQhj"
                    + "X19idWlsdGluX18Kc2V0CnEJXXEKSwdhhXELUnEMY19fYnVpbHRpbl9fCmZyb3plbnNldApxDV1xDksIYYVxD1JxEGNfX2J1aWx0aW5fXwpj"
                    + "b21wbGV4CnERRz/wAAAAAAAAR0AAAAAAAAAAhnESUnETZS4=",
            "gAWVSQAAAAAAAABdlCiWAgAAAAAAAAB4eZSPlChLB5AoSwiRlIwIYnVpbHRpbnOUjAdjb21wbGV4lJOURz/wAAAAAAAAR0AAAAAAAAAAhpRSlGUu");

    /** Likewise: date, datetime, time, timedelta, datetime with a time zone; array of i, of B, of d. */
    private static final String DATES =
            "gASVrAAAAAAAAABdlCiMCGRhdGV0aW1llIwEZGF0ZZSTlEMEB+gCHZSFlFKUaAGMCGRhdGV0aW1llJOUQwoH6AECAwQFAAAGlIWUUpRoAYwEdGlt"
                    + "ZZSTlEMGAQIDAAAElIWUUpRoAYwJdGltZWRlbHRhlJOUSv////9LAksDh5RSlGgIQwoH6AECAAAAAAAAlGgBjAh0aW1lem9uZZSTlGgSSwBN"
                    + "IBxLAIeUUpSFlFKUhpRSlGUu";

    private static final List<String> ARRAYS = List.of(
            "gAJdcQAoY2FycmF5CmFycmF5CnEBWAEAAABpcQJdcQMoSwFK/v///2WGcQRScQVoAVgBAAAAQnEGXXEHS/9hhnEIUnEJaAFYAQAAAGRxCl1xC0c/"
                    + "4AAAAAAAAGGGcQxScQ1lLg==",
            "gASVewAAAAAAAABdlCiMBWFycmF5lIwUX2FycmF5X3JlY29uc3RydWN0b3KUk5QojAVhcnJheZSMBWFycmF5lJOUjAFplEsIQwgBAAAA/v///5R0"
                    + "lFKUaAMoaAaMAUKUSwBDAf+UdJRSlGgDKGgGjAFklEsQQwgAAAAAAADgP5R0lFKUZS4=");

    private static Object loads(String base64) {
        return Pickle.loads(Base64.getDecoder().decode(base64));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsWhatPythonWroteWithItsTypes() {
        for (String form : PLAIN) {
            List<?> values = (List<?>) loads(form);
            BigInteger large = BigInteger.ONE.shiftLeft(70);
            assertEquals(
                    java.util.Arrays.asList(
                            null, true, -1, 255, 65535, 1L << 31, Long.MIN_VALUE, large, 1.5, "ä", "\ud800"),
                    values.subList(0, 11));
            assertArrayEquals(new byte[] {0, -1}, (byte[]) values.get(11));
            assertEquals(
                    List.of(new Tuple(List.of()), new Tuple(List.of(1)), new Tuple(List.of(1, 2, 3, 4))),
                    values.subList(12, 15));
            assertEquals("{b=1, a=[2]}", values.get(15).toString());
        }
        for (String form : SETS) {
            assertEquals(
                    List.of(
                            new ByteArray(new byte[] {'x', 'y'}),
                            Set.of(7),
                            new FrozenSet(Set.of(8)),
                            new Complex(1, 2)),
                    loads(form));
        }
        assertEquals(
                List.of(
                        LocalDate.of(2024, 2, 29),
                        LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6000),
                        LocalTime.of(1, 2, 3, 4000),
                        Duration.ofDays(-1).plusSeconds(2).plusNanos(3000),
                        OffsetDateTime.of(2024, 1, 2, 0, 0, 0, 0, ZoneOffset.ofHours(2))),
                loads(DATES));
        for (String form : ARRAYS) {
            assertEquals(
                    List.of(
                            new NumberArray('i', new int[] {1, -2}),
                            new NumberArray('B', new byte[] {-1}),
                            new NumberArray('d', new double[] {0.5})),
                    loads(form));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void whatIsWrittenReadsBackAsItWas(int protocol) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        dict.put("z", List.of(1, 2L << 40, BigInteger.ONE.shiftLeft(3000)));
        dict.put(new Tuple(List.of(1, "a")), null);
        dict.put(-1.5, new FrozenSet(Set.of("only")));
        List<Object> value = List.of(
                dict,
                Set.of(3.0),
                new ByteArray(new byte[300]),
                new NumberArray('H', new short[] {-1}),
                LocalTime.of(1, 2),
                OffsetDateTime.of(2024, 1, 2, 0, 0, 0, 0, ZoneOffset.ofHoursMinutes(-3, -30)),
                Duration.ofMillis(-1),
                new PickledName("os", "getpid"),
                "ä".repeat(300));
        List<?> back = (List<?>) Pickle.loads(Pickle.dumps(value, protocol));
        assertEquals(value, back);
        assertEquals(List.copyOf(dict.keySet()), List.copyOf(((Map<?, ?>) back.getFirst()).keySet()));
    }

    @Test
    void theSecondPassOfARepeatedHourIsKept() {
        ZonedDateTime second = ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
                .withLaterOffsetAtOverlap();
        assertEquals(second, Pickle.loads(Pickle.dumps(second)));
        assertEquals(
                second.withEarlierOffsetAtOverlap(), Pickle.loads(Pickle.dumps(second.withEarlierOffsetAtOverlap())));
    }

    @Test
    void whatIsOneObjectStaysOneAndMayHoldItself() {
        List<Object> shared = new ArrayList<>();
        List<?> twice = (List<?>) Pickle.loads(Pickle.dumps(List.of(shared, shared)));
        assertSame(twice.get(0), twice.get(1));

        List<Object> inner = new ArrayList<>();
        Tuple outer = new Tuple(List.of(inner, 2, 3, 4));
        inner.add(inner);
        inner.add(outer);
        for (int protocol = 2; protocol <= 5; protocol++) {
            Tuple back = (Tuple) Pickle.loads(Pickle.dumps(outer, protocol));
            List<?> first = (List<?>) back.values().getFirst();
            assertSame(first, first.get(0));
            assertSame(back, first.get(1));
        }
    }

    @Test
    void anUnknownObjectIsAPlaceholderThatGoesBackAsItCame() {
        byte[] form = ascii("\u0080\u0004\u008c\u0001m\u008c\u0001C\u0093K\u0007\u0085\u0081}\u008c\u0001xK\u0002sb.");
        for (int protocol = 2; protocol <= 5; protocol++) {
            PickledObject object = (PickledObject) Pickle.loads(form);
            assertEquals("m.C", object.name());
            assertEquals("<m.C object>", object.toString());
            assertEquals(List.of(7), object.arguments());
            assertEquals(2, object.attribute("x"));
            assertNull(object.attribute("y"));
            form = Pickle.dumps(object, protocol);
        }
    }

    @Test
    void aReaderMakesObjectsOfItsClass() {
        record Point(int x, int y) {}
        ObjectReader reader = new ObjectReader() {
            @Override
            public Object make(List<Object> arguments, Map<String, Object> keywords) {
                return new Point((int) arguments.getFirst(), 0);
            }

            @Override
            public Object state(Object made, Object state) {
                return new Point(((Point) made).x(), (int) ((Map<?, ?>) state).get("x"));
            }
        };
        byte[] form = ascii(
                "\u0080\u0004\u008c\u0001m\u008c\u0001C\u0093K\u0007\u0085\u0081\u0094}\u008c\u0001xK\u0002sbh\u0000\u0086.");
        assertEquals(new Tuple(List.of(new Point(7, 2), new Point(7, 2))), Pickle.loads(form, Map.of("m.C", reader)));
    }

    @Test
    void namesAreNotLookedUp() {
        assertEquals(
                "<os.system object>",
                assertInstanceOf(PickledObject.class, Pickle.loads(ascii("cos\nsystem\nX\u0004\0\0\0exit\u0085R.")))
                        .toString());
    }

    @ParameterizedTest
    @CsvSource({
        "'', too short",
        "'.', a value is missing",
        "'NN.', values left over",
        "'(.', a value is missing",
        "'a', a value is missing",
        "'I1\n.', opcode of no protocol",
        "'P1\n.', opcode of no protocol",
        "'K', too short",
        "'h\u0007.', nothing remembered",
        "']r\u00ff\u00ff\u00ff\u007f.', place in the memo",
        "'X\u00ff\u00ff\u00ff\u007fx.', too short",
        "'\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007fx.', too short",
        "'\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffx.', too short",
        "'\u0080\u0006N.', protocol=6",
        "'}]Ns.', a key that can change",
        "'NNb.', a state for what has none",
        "'}(Nu.', a key without a value",
        "'NNa.', items for what is no list",
        "'NN\u0093.', a name that is no text",
        "'N)R.', a call of what is no name",
    })
    void brokenBytesAreRefusedWithTheRule(String form, String rule) {
        String message = assertThrows(IllegalArgumentException.class, () -> Pickle.loads(ascii(form)))
                .getMessage();
        assertTrue(message.contains(rule), message);
    }

    @Test
    void deepNestingIsRefusedWithoutAStackOverflow() {
        byte[] deep = ascii("]".repeat(1_000_000) + "a".repeat(999_999) + ".");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Pickle.loads(deep))
                .getMessage()
                .contains("too deeply"));
        byte[] tuples = ascii("N" + "\u0085".repeat(1_000_000) + "}q\u0000." + "");
        assertThrows(IllegalArgumentException.class, () -> Pickle.loads(tuples));
        byte[] key = ascii("}N" + "\u0085".repeat(1_000_000) + "Ns.");
        assertThrows(IllegalArgumentException.class, () -> Pickle.loads(key));
        Object nested = "x";
        for (int i = 0; i < 1001; i++) {
            nested = List.of(nested);
        }
        Object value = nested;
        assertThrows(UserFailure.class, () -> Pickle.dumps(value));
    }

    /** To hash a key is to go through all that it holds, which a thread with little stack cannot do. */
    @Test
    void aDeepKeyOnASmallStackIsRefusedToo() throws Exception {
        byte[] key = ascii("}N" + "\u0085".repeat(990) + "Ns.");
        FutureTask<Object> read = new FutureTask<>(() -> {
            try {
                return Pickle.loads(key);
            } catch (IllegalArgumentException e) {
                return e;
            }
        });
        new Thread(null, read, "small", 1 << 17).start();
        assertInstanceOf(IllegalArgumentException.class, read.get());
    }

    @Test
    void aFlatListOfManyIsNotDeep() {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            many.add(List.of(i));
        }
        assertEquals(many, Pickle.loads(Pickle.dumps(many)));
    }

    /** A tuple of two of the one before, forty times: few bytes, but hashing it would take for ever. */
    @Test
    void aKeyThatHoldsItselfManyTimesOverIsRefused() {
        String bomb =
                "}N\u0094" + "h\u0000\u0086q\u0000".replace("h\u0000", "2").repeat(40) + "Ns.";
        String message = assertThrows(IllegalArgumentException.class, () -> Pickle.loads(ascii(bomb)))
                .getMessage();
        assertTrue(message.contains("too long to go through"), message);
    }

    @Test
    void moreMemoryThanThereIsIsRefused() {
        byte[] many = ascii("}".repeat(100_000) + ".");
        Unpickler small = new Unpickler(many, Map.of(), new Allowance(many.length, 1 << 20));
        String message =
                assertThrows(IllegalArgumentException.class, small::load).getMessage();
        assertTrue(message.contains("memory"), message);
    }

    /** One long row of bytes, made an array a thousand times; one long row of arguments, for a thousand objects. */
    @Test
    void whatIsRememberedOnceAndUsedManyTimesCounts() {
        String array = "(carray\narray\nX\u0001\0\0\0BK\0B\0\0\u0001\0" + "\0".repeat(1 << 16) + "tq\0000"
                + "carray\n_array_reconstructor\nh\0R".repeat(1000);
        Unpickler small = new Unpickler(ascii(array), Map.of(), new Allowance(array.length(), 1 << 24));
        assertTrue(assertThrows(IllegalArgumentException.class, small::load)
                .getMessage()
                .contains("memory"));
        String objects = "](" + "N".repeat(50_000) + "tq\0000" + "cm\nC\nh\0R0".repeat(1000);
        String message = assertThrows(IllegalArgumentException.class, () -> Pickle.loads(ascii(objects)))
                .getMessage();
        assertTrue(message.contains("too long to go through"), message);
    }

    @Test
    void aFrozensetMayHoldAnObjectThatHoldsIt() {
        byte[] form = ascii("\u0080\u0004(\u008c\u0001m\u008c\u0001C\u0093)\u0081\u0094\u0091\u00940h\0h\u0001b.");
        PickledObject object = (PickledObject) Pickle.loads(form);
        List<Object> shared = new ArrayList<>();
        for (int protocol = 2; protocol <= 5; protocol++) {
            Tuple all = new Tuple(List.of(Objects.requireNonNull(object.state()), shared, shared));
            List<?> back = ((Tuple) Pickle.loads(Pickle.dumps(all, protocol))).values();
            FrozenSet frozen = (FrozenSet) back.getFirst();
            assertSame(frozen, ((PickledObject) frozen.values().iterator().next()).state());
            assertSame(back.get(1), back.get(2));
        }
    }

    @Test
    void aNameOfTwoLinesIsWrittenInNewProtocolsOnly() {
        PickledName name = new PickledName("a\nb", "c");
        assertEquals(name, Pickle.loads(Pickle.dumps(name, 4)));
        assertThrows(UserFailure.class, () -> Pickle.dumps(name, 3));
    }

    @Test
    void brokenCopiesOfGoodPicklesAreReadOrRefusedNeverWorse() {
        Random random = new Random(6);
        List<String> all = new ArrayList<>(PLAIN);
        all.addAll(SETS);
        all.add(DATES);
        all.addAll(ARRAYS);
        int refused = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] form = Base64.getDecoder().decode(all.get(i % all.size()));
            for (int k = 0; k <= random.nextInt(3); k++) {
                form[random.nextInt(form.length)] = (byte) random.nextInt(256);
            }
            try {
                Pickle.loads(form);
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000, "refused=" + refused);
    }

    @Test
    void whatIsNoPlainDataIsRefusedByName() {
        String message = assertThrows(UserFailure.class, () -> Pickle.dumps(List.of(new ByteArrayOutputStream())))
                .getMessage();
        assertTrue(message.contains("java.io.ByteArrayOutputStream"), message);
        assertThrows(UserFailure.class, () -> Pickle.dumps(LocalDate.of(10000, 1, 1)));
    }
}
