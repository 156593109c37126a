package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.trace.FailureKind;

/** A prompt's Python: one interpreter for all tests, because it takes seconds to start. */
class PythonBackendTest {
    private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
    private static final BlockingQueue<Integer> TYPED = new LinkedBlockingQueue<>();
    private static PythonBackend python;

    @BeforeAll
    static void start() {
        python = PythonBackend.start(new Typed(), OUT, OUT);
    }

    /** Input that a reader waits for; it ignores interrupts, as a terminal does. */
    private static final class Typed extends InputStream {
        @Override
        public int read() {
            while (true) {
                try {
                    return TYPED.take();
                } catch (InterruptedException e) {
                    // goes on
                }
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            buffer[offset] = (byte) read();
            return 1;
        }
    }

    @AfterAll
    static void end() {
        python.close();
    }

    @BeforeEach
    void forgetOutput() {
        OUT.reset();
    }

    private static String value(String code) {
        Outcome outcome = python.eval(code);
        return assertInstanceOf(Outcome.Value.class, outcome, () -> "not a value: " + outcome)
                .text();
    }

    private static void done(String code) {
        assertEquals(new Outcome.Done(), python.eval(code));
    }

    private static String failure(FailureKind kind, String code) {
        Outcome outcome = python.eval(code);
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, outcome, () -> "did not fail: " + outcome);
        assertEquals(kind, failed.kind(), failed::text);
        return failed.text().replaceAll("<python-input-\\d+>", "<input>");
    }

    @Test
    void aListenerThatOtherMachinesReachNeedsAKey() {
        done("from multiprocessing.connection import Listener");
        String text = failure(FailureKind.USER, "Listener(('0.0.0.0', 0))");
        assertTrue(text.contains("ValueError: a listener that other machines reach needs an authkey"), text);
        done("Listener(('0.0.0.0', 0), authkey=b'a key').close()");
    }

    private static String out() {
        return OUT.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anExpressionIsShownAsItsRepr() {
        assertEquals("2", value("1 + 1"));
        assertEquals("'a\\nb'", value("'a\\nb'"));
        assertEquals("[1, 'x', None]", value("[1, 'x', None]"));
    }

    @Test
    void aTextFileHasTheEncodingThatLocaleSaysWhichIsImportedWhereItIsOddOnly() {
        done("""
                import os, sys
                before = os.environ.get('LC_ALL', '')
                for name in 'C', 'POSIX', 'C.UTF-8', 'de_DE.utf8', 'de_DE.ISO-8859-15':
                    os.environ['LC_ALL'] = name
                    sys.modules.pop('locale', None)
                    with open(os.devnull) as file, open(os.devnull, 'w', encoding='locale') as named:
                        imported = 'locale' in sys.modules
                        import locale
                        print(name, {file.encoding, named.encoding} == {locale.getencoding()}, imported)
                os.environ['LC_ALL'] = before""");
        assertEquals(
                "C True False\nPOSIX True False\nC.UTF-8 True False\nde_DE.utf8 True False\n"
                        + "de_DE.ISO-8859-15 True True\n",
                out());
    }

    @Test
    void aJavaExceptionIsShownAsOneOfPythons() {
        String shown = failure(FailureKind.USER, "from _parley import host\nhost.useStartMethod('nope')");
        assertTrue(shown.contains("RuntimeError: no such start method: name=nope"), shown);
    }

    @Test
    void aProcessThatIsRefusedRaisesAnOSErrorThatCanBeCaught() {
        done("""
                import multiprocessing
                class Odd(multiprocessing.Process):
                    _start_method = 'nope'
                try:
                    Odd(target=print).start()
                except OSError as error:
                    print(str(error).splitlines()[0])""");
        assertEquals("no such start method: name=nope\n", out());
    }

    @Test
    void ofSeveralStatementsOnlyTheLastExpressionIsShown() {
        assertEquals("6", value("1; 2\nx = 3\nx * 2"));
    }

    @Test
    void noneIsNotShown() {
        done("None");
        done("print('hello')");
        assertEquals("hello\n", out());
    }

    @Test
    void theUnderscoreIsTheLastValueShown() {
        assertEquals("21", value("20 + 1"));
        done("None");
        assertEquals("42", value("_ * 2"));
    }

    @Test
    void aTracebackHasTheUsersFramesAndWhatWasTyped() {
        done("def f(x):\n    return 1 / x\n");
        assertEquals("""
                Traceback (most recent call last):
                  File "<input>", line 1, in <module>
                    f(0)
                  File "<input>", line 2, in f
                    return 1 / x
                           ~~^~~
                ZeroDivisionError: division by zero""", failure(FailureKind.USER, "f(0)"));
    }

    @Test
    void aSyntaxErrorHasACaret() {
        assertEquals("""
                  File "<input>", line 1
                    1 +
                       ^
                SyntaxError: invalid syntax""", failure(FailureKind.USER, "1 +"));
    }

    @Test
    void ourFramesAreInNoTraceback() {
        done("from multiprocessing import Queue, Lock");
        String trace = failure(FailureKind.USER, "Queue().get(False)");
        assertEquals(
                "Traceback (most recent call last):\n  File \"<input>\", line 1, in <module>\n"
                        + "    Queue().get(False)\n_queue.Empty",
                trace);
    }

    @Test
    void causesAreShown() {
        String text = failure(
                FailureKind.USER, "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('b') from e\n");
        assertTrue(text.contains("KeyError: 'a'\n\nThe above exception was the direct cause of"), text);
        assertTrue(text.endsWith("ValueError: b"), text);
    }

    @Test
    void aReprThatFailsIsTheUsersFailure() {
        done("class Bad:\n    def __repr__(self): raise RuntimeError('no repr')\n");
        assertTrue(failure(FailureKind.USER, "Bad()").endsWith("RuntimeError: no repr"));
    }

    @ParameterizedTest
    @CsvSource({"sys.exit(), 0", "sys.exit(3), 3", "sys.exit('bye'), 1", "sys.exit(257), 1", "raise SystemExit(5), 5"})
    void leavingHasAnExitCode(String code, int status) {
        assertEquals(new Outcome.Left(status), python.eval("import sys\n" + code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + 1",
                "def f(x): pass\n",
                "if x:\n    y\n",
                "x = 5; y = 6",
                "1 +",
                "foo bar",
                "print(1))",
                "def f():\n\n",
                "@d\n\n",
                "'abc",
                "x = [\n1]",
                "for i in x: pass\n",
                "\"\"\"a\nb\"\"\""
            })
    void whatIsWholeOrCanNeverBeRightIsComplete(String code) {
        assertEquals(Completeness.COMPLETE, python.completeness(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(x): pass",
                "def f(x):",
                "def f(x):\n    y = 1",
                "if x:\n    y\nelse:",
                "(1,",
                "[1,\n\n2",
                "'''abc",
                "x = \\",
                "@decorator",
                "try:\n    x",
                "class A:\n    def f(self):",
                "print('a',",
                "with a as b:"
            })
    void whatWantsAnotherLineIsIncomplete(String code) {
        assertEquals(Completeness.INCOMPLETE, python.completeness(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "# remark", "\n  # remark\n\n"})
    void spaceAndRemarksAreEmpty(String code) {
        assertEquals(Completeness.EMPTY, python.completeness(code));
    }

    private static List<String> texts(String code) {
        return python.complete(code, code.length()).stream()
                .map(Candidate::text)
                .toList();
    }

    @Test
    void namesAreCompleted() {
        done("long_name_of_mine = 1");
        assertEquals(List.of(new Candidate("long_name_of_mine", 4)), python.complete("2 + long_n", 10));
        assertTrue(texts("prin").contains("print"));
        assertTrue(texts("whi").contains("while"));
    }

    @Test
    void attributesAreCompletedWithoutCallingAnything() {
        done("called = []\ndef f(): called.append(1)\n");
        assertEquals(List.of("called.append"), texts("called.app"));
        assertEquals(List.of(), texts("f().app"));
        assertEquals("[]", value("called"));
    }

    @Test
    void modulesAreCompletedAfterImport() {
        assertEquals(List.of("multiprocessing"), texts("import multip"));
        assertEquals(List.of("Process", "ProcessError"), texts("from multiprocessing import Pro"));
    }

    @Test
    void privateNamesAreForThoseWhoAsk() {
        assertTrue(texts("str.").stream().noneMatch(name -> name.contains("._")));
        assertTrue(texts("str.__le").contains("str.__len__"));
    }

    @Test
    void inspectionShowsSignatureAndDocumentation() {
        done("def area(width, height=2):\n    \"\"\"The area.\"\"\"\n    return width * height\n");
        assertEquals("area(width, height=2)\nThe area.", python.inspect("area(", 5));
        assertEquals("", python.inspect("nothing_of_that_name", 3));
    }

    @Test
    void variablesAreTheUsersInOrder() {
        done("import os\nfrom os import path\nfirst_of_two = 'x' * 100\ndef second_of_two(a, *b): pass\n");
        List<String> rows = python.variables().stream()
                .filter(v -> v.name().endsWith("of_two")
                        || v.name().equals("os")
                        || v.name().equals("path"))
                .map(v -> v.name() + "|" + v.type() + "|" + v.value())
                .toList();
        assertEquals(
                List.of("first_of_two|str|'" + "x".repeat(56) + "...", "second_of_two|function|second_of_two(a, *b)"),
                rows);
    }

    @Test
    void sharedObjectsAreFoundByTheirVariables() {
        done("from multiprocessing import Queue, Lock\nmy_queue = Queue()\nmy_lock = Lock()");
        Map<String, String> shared = python.shared();
        assertTrue(shared.get("my_queue").startsWith("Queue-"), shared::toString);
        assertTrue(shared.get("my_lock").startsWith("Lock-"), shared::toString);
    }

    /** Starts {@code code}, which prints "ready" before it blocks, and stops it. */
    private static String interrupted(String code) throws Exception {
        CompletableFuture<String> text =
                CompletableFuture.supplyAsync(() -> failure(FailureKind.STOPPED, "print('ready')\n" + code));
        while (!out().contains("ready") && !text.isDone()) {
            LockSupport.parkNanos(1_000_000);
        }
        while (!text.isDone()) { // the code may not have reached its loop
            python.interrupt();
            try {
                text.get(200, TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.TimeoutException e) {
                // again
            }
        }
        return text.get();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while True: pass",
                "import time; time.sleep(1000)",
                "from multiprocessing import Queue; Queue().get()",
                "from multiprocessing import Lock; l = Lock(); l.acquire(); l.acquire()",
                "import threading; threading.Event().wait()",
                "input()"
            })
    void anInterruptIsARealKeyboardInterruptOnce(String code) throws Exception {
        String text = interrupted(code);
        assertTrue(text.endsWith("KeyboardInterrupt"), text); // alone, where a second one hit the trace of the first
        assertEquals("0", value("for i in range(100000): pass\nsum([])"));
    }

    @Test
    void usersCodeCanCatchTheInterrupt() throws Exception {
        String text =
                interrupted("try:\n    Queue().get()\nexcept KeyboardInterrupt:\n    print('caught')\n    raise\n");
        assertTrue(text.endsWith("KeyboardInterrupt"), text);
        assertEquals("ready\ncaught\n", out());
    }

    @Test
    void anInterruptWhileNothingRunsDoesNothing() {
        python.interrupt();
        assertEquals("5", value("2 + 3"));
    }

    @Test
    void inputIsReadAfterAnInterruptedInput() throws Exception {
        interrupted("input('? ')");
        "Ada\n".chars().forEach(TYPED::add);
        assertEquals("'Ada'", value("input()"));
    }

    @Test
    void filesOfTheKernelAreReadThoughTheySayThatTheyAreEmpty() {
        assertEquals("True", value("open('/proc/self/status').readline().startswith('Name:')"));
        assertEquals("True", value("len(open('/proc/self/cmdline', 'rb').read()) > 0"));
        assertEquals("2", value("open('/proc/self/comm', 'wb', 0).write('ä'.encode())"));
        assertEquals("'ä'", value("open('/proc/self/comm').readline().strip()"));
        assertEquals("b'\\xc3\\xa4\\n'", value("open('/proc/self/comm', 'rb').read()"));
        assertTrue(failure(FailureKind.USER, "open('/proc/nothing')").endsWith("'/proc/nothing'"));
    }

    @Test
    void completionAnswersWhileCodeRuns() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<String> running = CompletableFuture.supplyAsync(() -> {
            started.countDown();
            return failure(FailureKind.STOPPED, "print('ready')\nwhile True: pass");
        });
        started.await();
        while (!out().contains("ready")) {
            LockSupport.parkNanos(1_000_000);
        }
        List<String> found = List.of();
        while (found.isEmpty() && !running.isDone()) { // no answer in time is no answer: ask again
            found = texts("prin");
            LockSupport.parkNanos(10_000_000);
        }
        while (!running.isDone()) {
            python.interrupt();
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(List.of("print"), found);
    }

    @Test
    void deepRecursionIsAnErrorOfPython() {
        done("def deep(n): return 0 if n == 0 else 1 + deep(n - 1)\n");
        assertEquals("900", value("deep(900)"));
        assertTrue(failure(FailureKind.USER, "deep(10**9)").contains("RecursionError"));
    }

    @Test
    void anUnknownStartMethodIsRefused() {
        assertTrue(failure(FailureKind.USER, "import multiprocessing\nmultiprocessing.get_context('knife')")
                .endsWith("ValueError: cannot find context for 'knife'"));
    }
}
