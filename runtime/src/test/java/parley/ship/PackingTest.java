package parley.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import parley.ship.Routine.Mode;
import parley.trace.UserFailure;

/** Functions of compiled code; those of the prompt are tried where there is a prompt. */
class PackingTest {
    private static final AtomicInteger RUNS = new AtomicInteger();

    @Test
    void aLambdaArrivesWithWhatItCaptured() throws Exception {
        List<Integer> captured = List.of(10, 20);
        Fn<Integer, Integer> add = x -> x + captured.getLast();
        assertEquals(List.of(21, 22), call(Packing.function(add), Mode.MAP, List.of(1, 2)));
    }

    @Test
    void argumentsComeOneEachOrSeveralEachOrForOneCall() throws Exception {
        Fn2<Integer, Integer, Integer> minus = (a, b) -> a - b;
        Shipment shipment = Packing.function(minus);
        assertEquals(List.of(1, 5), call(shipment, Mode.STARMAP, List.of(List.of(3, 2), new int[] {9, 4})));
        assertEquals(7, call(shipment, Mode.APPLY, List.of(List.of(9, 2), Map.of())));
    }

    @Test
    void everyFunctionalInterfaceCanBeCalled() throws Exception {
        assertEquals(3, call(Packing.function((Callable<Integer> & java.io.Serializable) () -> 3)));
        assertEquals(5, call(Packing.function((IntBinaryOperator & java.io.Serializable) (a, b) -> a + b), 2, 3));
        assertEquals("ab", call(Packing.function((Function<String, String> & java.io.Serializable) "a"::concat), "b"));
        assertEquals(
                6, call(Packing.function((Fn3<Integer, Integer, Integer, Integer>) (a, b, c) -> a * b * c), 1, 2, 3));
    }

    @Test
    void aTaskGivesNull() throws Exception {
        Task task = () -> RUNS.incrementAndGet(); // RUNS::incrementAndGet would capture a copy
        int before = RUNS.get();
        assertEquals(null, call(Packing.function(task)));
        assertEquals(before + 1, RUNS.get());
    }

    @Test
    void aBodyRunsWithItsArgumentsAndGivesItsExitCode() throws Exception {
        Fn2<Integer, String, Integer> body = (a, b) -> RUNS.addAndGet(a + b.length());
        int before = RUNS.get();
        assertEquals(0, unpack(Packing.body(body, List.of(3, "four"))).run());
        assertEquals(before + 7, RUNS.get());
    }

    @Test
    void aLambdaOfAnInterfaceThatCannotTravelIsRefusedWithTheCure() {
        Function<Integer, Integer> plain = x -> x;
        UserFailure failure = assertThrows(UserFailure.class, () -> Packing.function(plain));
        assertEquals(
                "function cannot be sent to another process: type=lambda of " + PackingTest.class.getName()
                        + "\nMaybe declare it as Fn, Task, or another interface that extends Serializable",
                failure.getMessage());
    }

    @Test
    void anArgumentThatCannotBeSentIsCounted() {
        Fn2<Integer, Thread, Integer> body = (a, b) -> a;
        UserFailure failure = assertThrows(UserFailure.class, () -> Packing.body(body, List.of(1, new Thread())));
        assertTrue(
                String.valueOf(failure.getMessage())
                        .startsWith("argument 2 cannot be sent to another process: type=java.lang.Thread"),
                failure.getMessage());
    }

    @Test
    void whatIsNoFunctionIsRefused() {
        assertEquals(
                "not a function: type=java.lang.String",
                assertThrows(UserFailure.class, () -> Packing.function("f")).getMessage());
    }

    @Test
    void aWrongNumberOfArgumentsIsTheCallersMistake() {
        Fn<Integer, Integer> one = x -> x;
        CallFailed failure = assertThrows(CallFailed.class, () -> call(Packing.function(one), 1, 2));
        assertEquals(
                "function called with a wrong number of arguments: takes=1, given=2",
                failure.error().summary());
    }

    @Test
    void anExceptionComesBackAsTheSameTypeAndSaysWhereItWas() {
        Fn<String, Integer> parse = Integer::parseInt;
        CallFailed failed = assertThrows(CallFailed.class, () -> call(Packing.function(parse), "x"));
        RemoteError error = failed.error();
        assertEquals("java.lang.NumberFormatException: For input string: \"x\"", error.summary());
        assertTrue(error.traceback().startsWith("Process MainProcess (pid "), error.traceback());
        Throwable again = assertInstanceOf(NumberFormatException.class, JavaErrors.unpack(error));
        assertTrue(again.getSuppressed()[0].getMessage().startsWith("in process MainProcess (pid "));
        assertThrows(NumberFormatException.class, () -> {
            throw JavaErrors.raise(error);
        });
    }

    @Test
    void anExceptionThatCannotBeSentComesBackAsItsText() {
        Fn<Integer, Integer> fails = x -> {
            throw new Holding(new Thread());
        };
        CallFailed failed = assertThrows(CallFailed.class, () -> call(Packing.function(fails), 1));
        UserFailure again = assertInstanceOf(UserFailure.class, JavaErrors.unpack(failed.error()));
        assertEquals(Holding.class.getName() + ": holds a thread", again.getMessage());
    }

    @Test
    void aResultThatCannotBeSentIsTheFunctionsMistake() {
        Fn<Integer, Thread> make = x -> new Thread();
        CallFailed failed = assertThrows(CallFailed.class, () -> call(Packing.function(make), 1));
        assertTrue(
                failed.error().summary().startsWith("result cannot be sent to another process: type=java.lang.Thread"));
    }

    private static Routine unpack(Shipment shipment) throws Exception {
        assertEquals("java", shipment.language());
        return new JavaLanguage().unpack(shipment.bytes());
    }

    private static @Nullable Object call(Shipment shipment, Object... arguments) throws Exception {
        return call(shipment, Mode.APPLY, List.of(Arrays.asList(arguments), Map.of()));
    }

    private static @Nullable Object call(Shipment shipment, Mode mode, List<?> arguments) throws Exception {
        return JavaValues.decode(unpack(shipment).call(mode, JavaValues.encode(arguments)));
    }

    private static final class Holding extends RuntimeException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings({"serial", "unused"}) // the point of it
        private final Thread thread;

        Holding(Thread thread) {
            super("holds a thread");
            this.thread = thread;
        }
    }
}
