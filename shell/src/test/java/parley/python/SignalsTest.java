package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.eval.Outcome;
import parley.trace.FailureKind;

/** Signal handlers, as a snippet sets and sees them. */
@Timeout(120)
class SignalsTest {
    private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
    private static PythonBackend python;

    @BeforeAll
    static void start() {
        python = PythonBackend.start(InputStream.nullInputStream(), OUT, OUT);
        done("""
                import os, threading, time
                from multiprocessing import Lock, Queue
                from signal import *
                me = os.getpid()
                got = []
                def note(number, frame):
                    got.append((number, frame.f_code.co_name))
                def outside(number):
                    sender = threading.Thread(target=os.kill, args=(me, number))
                    sender.start()
                    return sender
                """);
    }

    @AfterAll
    static void end() {
        python.close();
    }

    @AfterEach
    void asAtTheStart() {
        done("_ = signal(SIGINT, default_int_handler), signal(SIGUSR1, SIG_IGN), got.clear()");
        OUT.reset();
    }

    private static void done(String code) {
        assertEquals(new Outcome.Done(), python.eval(code));
    }

    private static String value(String code) {
        return assertInstanceOf(Outcome.Value.class, python.eval(code)).text();
    }

    /** Runs code that prints "ready" and then waits; presses Ctrl-C once it is there. */
    private static String afterControlC(String code) {
        CompletableFuture<String> ended = CompletableFuture.supplyAsync(() -> value(code));
        while (!OUT.toString(StandardCharsets.UTF_8).contains("ready") && !ended.isDone()) {
            LockSupport.parkNanos(1_000_000);
        }
        python.interrupt();
        return ended.join();
    }

    @Test
    void theHandlerOfControlCIsPythonsOwnAtTheStart() {
        assertEquals("True", value("getsignal(SIGINT) is default_int_handler"));
    }

    @Test
    void getsignalGivesWhatTheUserSet() {
        assertEquals("(True, True)", value("signal(SIGINT, note) is default_int_handler, getsignal(SIGINT) is note"));
        assertEquals("(True, 1)", value("signal(SIGINT, SIG_IGN) is note, int(getsignal(SIGINT))"));
        assertEquals("(0, True)", value("int(signal(SIGALRM, note)), getsignal(SIGALRM) is note"));
        assertEquals("(True, 0)", value("signal(SIGALRM, SIG_DFL) is note, int(getsignal(SIGALRM))"));
    }

    @Test
    void aSignalThatASnippetSendsItselfIsHandledInThatLine() {
        Outcome.Failed stopped =
                assertInstanceOf(Outcome.Failed.class, python.eval("os.kill(me, SIGINT)\nprint('not reached')"));
        assertEquals(FailureKind.STOPPED, stopped.kind());
        assertEquals("", OUT.toString(StandardCharsets.UTF_8));
        done("_ = signal(SIGINT, note), signal(SIGUSR1, note)");
        assertEquals("[(2, '<module>'), (10, '<module>'), (10, '<module>')]", value("""
                os.kill(me, SIGINT); os.kill(me, SIGUSR1); raise_signal(SIGUSR1)
                got"""));
    }

    @Test
    void anIgnoredSignalDoesNothing() {
        done("_ = signal(SIGINT, SIG_IGN), signal(SIGUSR1, SIG_IGN)");
        done("os.kill(me, SIGINT); os.kill(me, SIGUSR1)");
        assertEquals("'still here'", value("outside(SIGINT).join(); outside(SIGUSR1).join(); 'still here'"));
    }

    /** Python's functions that wait go on where a handler only returns. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "while not got: pass",
                "while not got: time.sleep(0.01)",
                "threading.Thread(target=lambda: (time.sleep(0.5), q.put(1))).start(); q.get()",
                "threading.Thread(target=lambda: (time.sleep(0.5), l.release())).start(); l.acquire(); l.acquire()"
            })
    void aHandlerOfTheUsersIsCalledOnControlC(String wait) {
        done("_ = signal(SIGINT, note); q = Queue(); l = Lock()");
        assertEquals("[2]", afterControlC("print('ready')\n" + wait + "\n[number for number, _ in got]"));
    }

    @Test
    void whatIsSetToIgnoreControlCGoesOn() {
        done("_ = signal(SIGINT, SIG_IGN); q = Queue()");
        assertEquals("7", afterControlC("""
                threading.Thread(target=lambda: (time.sleep(0.5), q.put(7))).start()
                print('ready')
                q.get()"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"while not got: pass", "while not got: time.sleep(0.01)", "q.get()"})
    void anotherSignalFromOutsideReachesItsHandler(String wait) {
        done("""
                q = Queue()
                def note_and_tell(number, frame):
                    note(number, frame)
                    q.put(number)
                _ = signal(SIGUSR1, note_and_tell)""");
        assertEquals("[10]", value("_ = outside(SIGUSR1)\n" + wait + "\n[number for number, _ in got]"));
    }

    @Test
    void aHandlerMayRaise() {
        done("def leave(number, frame): raise TimeoutError(number)\n");
        done("_ = signal(SIGUSR1, leave)");
        assertEquals("10", value("""
                try:
                    outside(SIGUSR1)
                    Queue().get()
                except TimeoutError as error:
                    number = error.args[0]
                number"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "getsignal(0)       | ValueError: signal number out of range",
                "getsignal(65)      | ValueError: signal number out of range",
                "signal(99, note)   | ValueError: signal number out of range",
                "signal(9, note)    | OSError: [Errno 22] Invalid argument",
                "signal(2, 7)       | TypeError: signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object",
                "signal(2, None)    | TypeError: signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object",
            })
    void whatPythonRefusesIsRefusedInItsWords(String call, String error) {
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, python.eval(call));
        assertEquals(error, failed.text().lines().reduce("", (a, b) -> b));
    }

    @Test
    void onlyTheMainThreadSetsHandlers() {
        assertEquals("['signal only works in main thread of the main interpreter']", value("""
                said = []
                def try_it():
                    try: signal(SIGINT, note)
                    except ValueError as error: said.append(str(error))
                other = threading.Thread(target=try_it); other.start(); other.join()
                said"""));
    }

    /** GraalPy would look for one through the whole stack, and everything there would lose its compiled code. */
    @Test
    void aCallbackOfAWeakReferenceHandlesNoException() {
        done("""
                import gc, sys, weakref
                class Thing:
                    pass
                seen = []
                def collect():
                    reference = weakref.ref(Thing(), lambda reference: seen.append(sys.exc_info()[0]))
                    try:
                        1 / 0
                    except ZeroDivisionError:
                        gc.collect()
                        return seen, sys.exc_info()[0]
                """);
        assertEquals("([None], <class 'ZeroDivisionError'>)", value("collect()"));
    }
}
