package parley.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import parley.channel.Empty;
import parley.memory.Member;
import parley.memory.Verb;
import parley.process.Child;
import parley.process.Process;
import parley.process.StartMethod;
import parley.ship.Fn;
import parley.ship.Fn2;
import parley.ship.Fn3;
import parley.trace.DiedFailure;
import parley.trace.HeldRow;
import parley.trace.ManagerRow;
import parley.trace.StoppedFailure;
import parley.trace.UserFailure;

/** A manager of the session and its clients there, by each start method. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
@ParameterizedClass
@MethodSource("methods")
class ManagerIT {
    @Parameter
    StartMethod method;

    static List<StartMethod> methods() {
        return StartMethod.available();
    }

    @AfterEach
    void theDefaultAgain() {
        StartMethod.use(null);
    }

    private SyncManager started() {
        StartMethod.use(method);
        SyncManager manager = new SyncManager();
        manager.register("Counter", Counter.class);
        manager.start();
        return manager;
    }

    private static void run(Process child) {
        child.start();
        child.join();
        assertEquals(0, child.exitcode());
    }

    /** An object of a class of the user's. */
    static final class Counter implements Serializable {
        private static final long serialVersionUID = 1;

        private int n;

        public synchronized int add(int k) {
            n += k;
            return n;
        }

        public void fail() {
            throw new IllegalStateException("as asked");
        }
    }

    static Object count(DictProxy<String, Integer> counts, ListProxy<String> names, AcquirerProxy lock) {
        for (int i = 0; i < 50; i++) {
            counts.merge("merged", 1, Integer::sum);
            try (var _ = lock.hold()) {
                counts.put("locked", counts.getOrDefault("locked", 0) + 1);
            }
        }
        return names.add("child");
    }

    @Test
    void whatChildrenDoIsSeenByAllAndIsOneStep() {
        try (SyncManager manager = started()) {
            DictProxy<String, Integer> counts = manager.dict();
            ListProxy<String> names = manager.list();
            AcquirerProxy lock = manager.Lock();
            Fn3<DictProxy<String, Integer>, ListProxy<String>, AcquirerProxy, Object> body = ManagerIT::count;
            Process other = new Process(body, counts, names, lock);
            other.start();
            run(new Process(body, counts, names, lock));
            other.join();
            assertEquals(Map.of("merged", 100, "locked", 100), counts.copy());
            assertEquals(List.of("child", "child"), names.copy());
        }
    }

    static Object use(BaseProxy counter, DictProxy<String, Object> shelf) throws Exception {
        Object _ = counter._callmethod("add", 2);
        return ((ListProxy<?>) shelf.get("inside")).remove(0);
    }

    @Test
    void ownObjectsAndNestedProxiesAreReachedFromChildren() {
        try (SyncManager manager = started()) {
            BaseProxy counter = manager.get("Counter");
            DictProxy<String, Object> shelf = manager.dict();
            ListProxy<Integer> inside = manager.list(List.of(1, 2));
            shelf.put("inside", inside);
            Fn2<BaseProxy, DictProxy<String, Object>, Object> body = ManagerIT::use;
            run(new Process(body, counter, shelf));
            assertEquals(5, counter._callmethod("add", 3));
            assertEquals(List.of(2), inside.copy());
            assertEquals(
                    "as asked",
                    assertThrows(IllegalStateException.class, () -> counter._callmethod("fail"))
                            .getMessage());
        }
    }

    @Test
    void aNestedObjectLivesAsLongAsItsHolder() {
        try (SyncManager manager = started()) {
            DictProxy<String, Object> shelf = manager.dict();
            try (ListProxy<Integer> inside = manager.list(List.of(1))) {
                shelf.put("inside", inside);
            }
            assertEquals(List.of(1), ((ListProxy<?>) shelf.get("inside")).copy());
        }
    }

    @Test
    void valuesOfTheUsersClassesPassThroughUnread() {
        try (SyncManager manager = started()) {
            DictProxy<String, Object> shelf = manager.dict();
            Counter counter = new Counter();
            counter.add(4);
            shelf.put("counter", counter);
            assertEquals(
                    5, assertInstanceOf(Counter.class, shelf.get("counter")).add(1));
        }
    }

    @Test
    void errorsNameWhatPythonWouldRaise() {
        try (SyncManager manager = started()) {
            DictProxy<String, Integer> empty = manager.dict();
            assertEquals(
                    "KeyError: 'no'",
                    assertThrows(UserFailure.class, () -> empty._callmethod("__getitem__", "no"))
                            .getMessage());
            assertNull(empty.get("no"));
            QueueProxy<Integer> queue = manager.Queue();
            assertThrows(Empty.class, queue::get_nowait);
            ListProxy<Integer> list = manager.list();
            assertThrows(IndexOutOfBoundsException.class, () -> list.get(3));
        }
    }

    @Test
    void theBoardShowsWhatIsHeldAndForWhom() {
        try (SyncManager manager = started()) {
            DictProxy<String, Integer> shown = manager.dict(Map.of("x", 1));
            HeldRow row = await(shown.id(), "{'x': 1}");
            assertEquals("dict", row.type());
            assertEquals(1, row.references());
            shown.close();
            assertTrue(look().objects().isEmpty());
        }
    }

    private static ManagerRow look() {
        return Board.rows(Member.current().segment()).getLast();
    }

    /** The row of an object, once its value is shown, which takes a moment. */
    private static HeldRow await(String id, String value) {
        while (true) {
            for (HeldRow row : look().objects()) {
                if (row.id().equals(id) && row.value().equals(value)) {
                    return row;
                }
            }
            Thread.onSpinWait();
        }
    }

    static Object holdForEver(AcquirerProxy lock, EventProxy taken) {
        lock.acquire();
        taken.set();
        new parley.sync.Event().await();
        return 0;
    }

    @Test
    void whatAKilledClientHeldIsFreeAgainAndForgotten() {
        try (SyncManager manager = started()) {
            AcquirerProxy lock = manager.Lock();
            EventProxy taken = manager.Event();
            Fn2<AcquirerProxy, EventProxy, Object> body = ManagerIT::holdForEver;
            Process child = new Process(body, lock, taken);
            child.start();
            assertTrue(taken.await(60.0));
            child.kill();
            child.join();
            assertTrue(lock.acquire(true, 60.0));
            while (await(lock.id(), "<locked Lock>").references()
                    != 1) { // the child's is dropped within a second or so
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aKilledManagerIsAnErrorAndNoHang() {
        try (SyncManager manager = started()) {
            EventProxy never = manager.Event();
            Child server = Child.active_children().getLast();
            Thread killer = Thread.ofPlatform().start(() -> {
                while (waiting() == 0) {
                    Thread.onSpinWait();
                }
                server.kill();
            });
            assertThrows(DiedFailure.class, never::await);
            killer.interrupt();
            assertThrows(DiedFailure.class, never::is_set);
            assertThrows(DiedFailure.class, manager::dict);
            assertEquals("died", look().state());
        }
    }

    private static int waiting() {
        Member member = Member.current();
        return member.segment()
                .processes()
                .waiting(Verb.ANSWER, Board.all(member.segment()).getLast().address());
    }

    @Test
    void anInterruptedCallDoesNotSpoilTheNextOne() {
        try (SyncManager manager = started()) {
            EventProxy never = manager.Event();
            DictProxy<String, Integer> numbers = manager.dict(Map.of("x", 1));
            Thread.currentThread().interrupt();
            assertThrows(StoppedFailure.class, never::await);
            assertEquals(1, numbers.get("x"));
        }
    }

    @Test
    void aRegisteredFactoryMayGiveTheSameObjectEachTime() {
        StartMethod.use(method);
        try (BaseManager manager = new BaseManager()) {
            Fn<Integer, Object> factory = Integer::toBinaryString;
            manager.register("get_one", One::get);
            manager.register("text", factory, "length");
            manager.start();
            Object _ = manager.get("get_one")._callmethod("add", 2);
            assertEquals(3, manager.get("get_one")._callmethod("add", 1));
            BaseProxy text = manager.get("text", 5);
            assertEquals(3, text._callmethod("length"));
            assertThrows(UserFailure.class, () -> text._callmethod("isEmpty"));
        }
    }

    /** What there is once in a manager. */
    static final class One {
        private static final Counter ONE = new Counter();

        private One() {}

        static Object get() {
            return ONE;
        }
    }
}
