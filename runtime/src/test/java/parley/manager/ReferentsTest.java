package parley.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.wire.Tuple;

/** What managers hold, without a manager. */
class ReferentsTest {
    private static Arguments with(Object... values) {
        return new Arguments(Arrays.asList(values), Map.of());
    }

    @Test
    void keysAreEqualAsInPythonAndStayAsTheyWere() throws Exception {
        var dict = new DictReferent(Arguments.NONE);
        Object _ = dict.call("__setitem__", with(1L, "a"));
        Object _ = dict.call("__setitem__", with(1, "b"));
        Object _ = dict.call("__setitem__", with(1.0, "c"));
        assertEquals(Map.of(1L, "c"), dict.value());
        assertEquals(true, dict.call("__contains__", with(true)));
        Object _ = dict.call("__setitem__", with(new byte[] {1}, 2));
        assertEquals(2, dict.call("get", with((Object) new byte[] {1})));
    }

    @Test
    void whoGoesThroughADictThatGrowsIsToldSo() throws Exception {
        var dict = new DictReferent(with(Map.of("x", 1)));
        var keys = new IteratorReferent((Iterator<?>) dict.call("__iter__", Arguments.NONE));
        assertEquals("x", keys.call("__next__", Arguments.NONE));
        assertThrows(PythonError.class, () -> keys.call("__next__", Arguments.NONE));
        var more = new IteratorReferent((Iterator<?>) dict.call("__iter__", Arguments.NONE));
        Object _ = dict.call("clear", Arguments.NONE);
        assertEquals(
                "RuntimeError: dictionary changed size during iteration",
                assertThrows(PythonError.class, () -> more.call("__next__", Arguments.NONE))
                        .getMessage());
    }

    @Test
    void whatCanChangeIsNoKey() throws Exception {
        var dict = new DictReferent(Arguments.NONE);
        assertEquals(
                "TypeError: unhashable type: 'list'",
                assertThrows(PythonError.class, () -> dict.call("get", with(new Tuple(List.of(List.of())))))
                        .getMessage());
    }

    @Test
    void replaceAndRemoveLookAtTheValueFirst() throws Exception {
        var dict = new DictReferent(with(Map.of("x", 1)));
        assertEquals(false, dict.call("#replace", with("x", 2, 3)));
        assertEquals(true, dict.call("#replace", with("x", 1L, 3)));
        assertEquals(false, dict.call("#remove", with("x", 1)));
        assertEquals(true, dict.call("#remove", with("x", 3)));
        assertEquals(0, dict.call("__len__", Arguments.NONE));
    }

    @Test
    void itemsWithoutAnOrderAreRefusedAndTheListStays() throws Exception {
        var list = new ListReferent(with(List.of(1, "a")));
        assertThrows(PythonError.class, () -> list.call("sort", Arguments.NONE));
        assertEquals(List.of(1, "a"), list.value());
    }

    @Test
    void aTicketKeepsManagerAndObject() {
        long ticket = Ticket.of(65535, 0x7fff_ffff_ffffL);
        assertEquals(65535, Ticket.manager(ticket));
        assertEquals(0x7fff_ffff_ffffL, Ticket.object(ticket));
        assertThrows(IllegalArgumentException.class, () -> Ticket.of(1, 1L << 48));
    }
}
