package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.eval.Outcome;

/** Pools whose results come one by one: a pool of two workers that most tests share. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolIT {
    private static PythonBackend python;

    @BeforeAll
    static void start() {
        python = PythonBackend.start(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        done("""
                import itertools, os, threading
                from multiprocessing import Pool
                from multiprocessing.context import TimeoutError
                def square(x): return x * x
                def numbers(n):
                    yield from range(n)
                    raise KeyError('no more')
                pool = Pool(2)
                """);
    }

    @AfterAll
    static void end() {
        done("pool.terminate(); pool.join()");
        python.close();
    }

    private static void done(String code) {
        assertEquals(new Outcome.Done(), python.eval(code));
    }

    private static String value(String code) {
        Outcome outcome = python.eval(code);
        return assertInstanceOf(Outcome.Value.class, outcome, outcome::toString).text();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "10, 1", "10, 3", "100, 7", "100, 1000"})
    void imapGivesAllResultsInOrder(int count, int chunksize) {
        assertEquals(
                "True",
                value("list(pool.imap(square, range(%d), %d)) == [x * x for x in range(%d)]"
                        .formatted(count, chunksize, count)));
        assertEquals(
                "True",
                value("sorted(pool.imap_unordered(square, range(%d), %d)) == [x * x for x in range(%d)]"
                        .formatted(count, chunksize, count)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "imap_unordered"})
    void anEndlessIterableGivesItsFirstResults(String imap) {
        assertEquals("[0, 1, 4]", value("""
                with Pool(1) as own:
                    first = list(itertools.islice(own.%s(square, itertools.count()), 3))
                first""".formatted(imap)));
    }

    @Test
    void itemsAreTakenASetNumberOfChunksAhead() {
        assertEquals("(0, True, True)", value("""
                taken = []
                enough = threading.Event()
                def count():
                    for n in itertools.count():
                        taken.append(n)
                        if n == 15: enough.set()
                        yield n
                with Pool(1) as own:
                    results = own.imap(square, count())
                    _ = enough.wait()
                    first = next(results)
                first, 16 <= len(taken) <= 17, taken == list(range(len(taken)))"""));
    }

    @Test
    void anExceptionOfTheIterableComesAfterTheResultsBeforeIt() {
        assertEquals("[0, 1, 4, KeyError('no more'), 'end']", value("""
                results = pool.imap(square, numbers(3)); got = []
                while 'end' not in got:
                    try: got.append(next(results, 'end'))
                    except KeyError as error: got.append(error)
                got"""));
        assertEquals("['int', 'not iterable']", value("""
                try: next(pool.imap(square, 5))
                except TypeError as error: said = str(error)
                [word for word in ('int', 'not iterable') if word in said]"""));
    }

    @Test
    void anItemThatCannotBeSentFailsAloneInItsPlace() {
        assertEquals("[1, 'TypeError', 9]", value("""
                results = pool.imap(square, [1, threading.Lock(), 3]); got = []
                for _ in range(3):
                    try: got.append(next(results))
                    except TypeError as error: got.append(type(error).__name__)
                got"""));
    }

    @Test
    void itsWorkersAreProcessesThatCanBeLookedAt() {
        assertEquals("(2, 2, [True, True], True)", value("""
                import multiprocessing
                workers = pool._pool
                (len(workers), len({worker.pid for worker in workers} - {os.getpid()}),
                 [worker.is_alive() for worker in workers], set(workers) <= set(multiprocessing.active_children()))"""));
    }

    @Test
    void nextWaitsNoLongerThanItIsTold() {
        assertEquals("('late', 7)", value("""
                go = threading.Event()
                def slow():
                    go.wait()
                    yield 7
                results = pool.imap(abs, slow())
                try: said = results.next(timeout=0.05)
                except TimeoutError: said = 'late'
                go.set()
                said, results.next(timeout=60)"""));
    }

    @Test
    void aPoolThatIsClosedStillTakesAllItems() {
        assertEquals("(200, 39601)", value("""
                own = Pool(1)
                results = own.imap(square, iter(range(200)))
                own.close()
                own.join()
                got = list(results)
                len(got), got[-1]"""));
    }
}
