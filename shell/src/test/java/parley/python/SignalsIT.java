package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.eval.Outcome;
import parley.fork.Fork;

/** Signals of children: what ends them, and what their parent sees of it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignalsIT {
    private static PythonBackend python;

    @BeforeAll
    static void start() {
        python = PythonBackend.start(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        assertEquals(new Outcome.Done(), python.eval("""
                import os, sys, time
                from signal import *
                from multiprocessing import Process, Queue, get_context
                def quiet():
                    sys.stderr = open(os.devnull, 'w')
                def exitcode(target, *args):
                    process = Process(target=target, args=args)
                    process.start()
                    process.join()
                    return process.exitcode
                """));
    }

    @AfterAll
    static void end() {
        python.close();
    }

    private static String value(String code) {
        return assertInstanceOf(Outcome.Value.class, python.eval(code)).text();
    }

    @ParameterizedTest
    @CsvSource({"SIGKILL, -9", "SIGTERM, -15", "SIGUSR1, -10", "SIGINT, 1"})
    void aChildThatSendsItselfASignalEndsByIt(String signal, String exitcode) {
        assertEquals(exitcode, value("""
                def child():
                    quiet()
                    os.kill(os.getpid(), %s)
                    time.sleep(100)
                exitcode(child)""".formatted(signal)));
    }

    @Test
    void aParentsSignalIsAKeyboardInterruptInTheChild() {
        assertEquals("(2, 0)", value("""
                def child(q):
                    try:
                        q.put(1)
                        time.sleep(100)
                    except KeyboardInterrupt:
                        q.put(2)
                q = Queue()
                process = Process(target=child, args=(q,))
                process.start()
                _ = q.get()
                os.kill(process.pid, SIGINT)
                process.join()
                q.get(), process.exitcode"""));
    }

    @Test
    void aCopyHandlesTheSignalsThatItsOriginalDoes() {
        assumeTrue(Fork.problem() == null);
        assertEquals("('handled', 15, 7)", value("""
                def child(q):
                    q.put('ready')
                    time.sleep(100)
                q = Queue()
                def handle(number, frame):
                    q.put(('handled', number))
                    os._exit(7)
                old = signal(SIGTERM, handle)
                process = get_context('fork').Process(target=child, args=(q,))
                process.start()
                _ = q.get()
                _ = signal(SIGTERM, old)
                process.terminate()
                process.join()
                (*q.get(), process.exitcode)"""));
    }

    @Test
    void aChildHasTheArgumentsOfItsScript() {
        assertEquals("['script.py', 'x', 'y']", value("""
                sys.argv[:] = ['script.py', 'x', 'y']
                def child(q):
                    q.put(sys.argv)
                q = Queue()
                _ = exitcode(child, q)
                q.get()"""));
    }
}
