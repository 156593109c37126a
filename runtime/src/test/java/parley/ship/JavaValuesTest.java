package parley.ship;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.trace.UserFailure;
import parley.wire.Complex;
import parley.wire.Encoder;
import parley.wire.FrozenSet;
import parley.wire.Opaque;
import parley.wire.Plain;
import parley.wire.Tuple;

class JavaValuesTest {
    static Stream<Object> valuesOfEveryKind() {
        return Stream.of(
                true,
                7,
                Integer.MIN_VALUE,
                7L,
                Long.MAX_VALUE,
                (short) 7,
                (byte) -7,
                'é',
                1.5,
                1.1f,
                Double.NaN,
                "text with \"quotes\" and \uD83D\uDE00",
                BigInteger.TWO,
                BigInteger.ONE.shiftLeft(100),
                new Complex(1, -2),
                List.of(1, 2L, "c"),
                new ArrayList<>(Arrays.asList(1, null)),
                new LinkedList<>(List.of(1, 2)),
                new TreeSet<>(Set.of(3, 1, 2)),
                new TreeMap<>(Map.of("b", 1, "a", 2)),
                new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
                EnumSet.of(TimeUnit.DAYS),
                Map.of("k", List.of(Map.of())),
                new Tuple(List.of(1, 2)),
                new FrozenSet(Set.of("a")),
                TimeUnit.SECONDS,
                LocalDate.of(2026, 1, 2),
                Optional.of(5),
                Optional.empty(),
                Path.of("a", "b"));
    }

    @ParameterizedTest
    @MethodSource("valuesOfEveryKind")
    void aValueArrivesEqualAndWithItsType(Object value) {
        Object arrived = copy(value);
        assertEquals(value, arrived);
        if (!(value instanceof List) && !(value instanceof Map && value.getClass() != TreeMap.class)) {
            assertSame(value.getClass(), arrived.getClass());
        }
    }

    @Test
    void nullArrivesAsNull() {
        assertNull(JavaValues.decode(JavaValues.encode(null)));
    }

    @Test
    void arraysArriveAsArraysOfTheirType() {
        assertArrayEquals(new int[] {1, 2}, (int[]) copy(new int[] {1, 2}));
        assertArrayEquals(new long[][] {{1}, {2, 3}}, (long[][]) copy(new long[][] {{1}, {2, 3}}));
        assertArrayEquals(new String[] {"a", null}, (String[]) copy(new String[] {"a", null}));
        assertArrayEquals("text".toCharArray(), (char[]) copy("text".toCharArray()));
        assertArrayEquals(new byte[] {1, -1}, (byte[]) copy(new byte[] {1, -1}));
        assertArrayEquals(new Object[] {1, "b"}, (Object[]) copy(new Object[] {1, "b"}));
    }

    @Test
    void viewsArriveAsCopies() {
        Map<String, Integer> map = new LinkedHashMap<>(Map.of("a", 1));
        assertEquals(Set.of("a"), copy(map.keySet()));
        assertEquals(List.of(1), copy(map.values()));
        assertEquals(List.of(2, 3), copy(List.of(1, 2, 3).subList(1, 3)));
        assertEquals(List.of(Map.entry("a", 1)), copy(new ArrayList<>(map.entrySet())));
        assertEquals(List.of(1, 2), new ArrayList<>((ArrayDeque<?>) copy(new ArrayDeque<>(List.of(1, 2)))));
    }

    @Test
    void aComparatorIsKept() {
        PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.<Integer>reverseOrder());
        queue.addAll(List.of(1, 3, 2));
        assertEquals(3, ((PriorityQueue<?>) copy(queue)).peek());
        TreeSet<Integer> set = new TreeSet<>(Comparator.<Integer>reverseOrder());
        set.addAll(List.of(1, 3, 2));
        assertEquals(3, ((TreeSet<?>) copy(set)).getFirst());
    }

    @Test
    void theOtherLanguageReadsPlainData() {
        assertEquals(
                "[1, 2, 'c', 2.5, [1, 2], {'k': None}, {3}]",
                Plain.show(
                        JavaValues.encode(Arrays.asList(
                                1, 2L, 'c', 2.5f, new int[] {1, 2}, singleNull("k"), new TreeSet<>(Set.of(3)))),
                        100));
    }

    @Test
    void aCollectionThatHoldsItselfArrivesAsOneThatDoes() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        List<?> arrived = (List<?>) copy(list);
        assertSame(arrived, arrived.getFirst());
    }

    @Test
    void aLongChainOfObjectsTakesNoMoreStackThanThereIs() {
        Link chain = null;
        for (int i = 0; i < 20_000; i++) {
            chain = new Link(chain);
        }
        int length = 0;
        for (Link link = (Link) copy(some(chain)); link != null; link = link.next) {
            length++;
        }
        assertEquals(20_000, length);
    }

    @Test
    void objectsOfAnotherLanguageAreHandedOnUnchanged() {
        byte[] foreign = new Encoder()
                .opaque("python", "Point(1, 2)", new byte[] {1, 2, 3})
                .toBytes();
        Object arrived = JavaValues.decode(foreign);
        assertEquals("Point(1, 2)", String.valueOf(assertInstanceOf(Opaque.class, arrived)));
        assertArrayEquals(foreign, JavaValues.encode(arrived));
    }

    @Test
    void inspectorsSeeAnObjectsText() {
        assertEquals(
                "[2026-01-02, DAYS]",
                Plain.show(JavaValues.encode(List.of(LocalDate.of(2026, 1, 2), TimeUnit.DAYS)), 100));
    }

    @Test
    void aValueThatCannotBeSentIsNamedByItsType() {
        UserFailure failure = assertThrows(UserFailure.class, () -> JavaValues.encode("item", new Thread()));
        assertTrue(
                String.valueOf(failure.getMessage())
                        .startsWith("item cannot be sent to another process: type=java.lang.Thread\nMaybe "),
                failure.getMessage());
    }

    @Test
    void whatAnObjectHoldsIsNamedToo() {
        UserFailure failure = assertThrows(UserFailure.class, () -> JavaValues.encode(new Box(new Box(new Thread()))));
        assertTrue(
                String.valueOf(failure.getMessage())
                        .startsWith("value cannot be sent to another process: type=" + Box.class.getName()
                                + ", holds=java.lang.Thread"),
                failure.getMessage());
    }

    private static Object copy(Object value) {
        return some(JavaValues.decode(JavaValues.encode(value)));
    }

    private static <T> T some(@Nullable T value) {
        assertNotNull(value);
        return value;
    }

    private static Map<String, @Nullable Object> singleNull(String key) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(key, null);
        return map;
    }

    private record Box(Object content) implements java.io.Serializable {
        private static final long serialVersionUID = 1;
    }

    private static final class Link implements java.io.Serializable {
        private static final long serialVersionUID = 1;
        private final @Nullable Link next;

        Link(@Nullable Link next) {
            this.next = next;
        }
    }
}
