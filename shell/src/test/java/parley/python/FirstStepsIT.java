package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;

/** What a JVM that just started imports before it is needed: each of these takes it tenths of a second. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FirstStepsIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"spawn", "fork"})
    void whatProcessesShareIsUsedWithoutMoreThanItStandsOn(String method) throws Exception {
        Path script = Files.writeString(folder.resolve("script.py"), """
                import multiprocessing, sys
                HEAVY = 're', 'traceback', 'random', 'tempfile', 'subprocess', 'socket', 'locale', 'inspect', 'enum'
                def use(lock, queue, left, right):
                    with lock, open(__file__) as file:
                        left.send([1, 'two'])
                        queue.put(right.recv())
                    print(queue.get(), [name for name in HEAVY if name in sys.modules], flush=True)
                if __name__ == '__main__':
                    context = multiprocessing.get_context(sys.argv[1])
                    shared = context.Lock(), context.Queue(), *reversed(context.Pipe(False))
                    use(*shared)
                    child = context.Process(target=use, args=shared)
                    child.start()
                    child.join()
                """);
        Ended ended = ParleyProcess.of("run", script.toString(), method).run();
        assertEquals("", ended.err());
        assertEquals("[1, 'two'] []\n".repeat(2), ended.out());
        assertEquals(0, ended.exit());
    }
}
