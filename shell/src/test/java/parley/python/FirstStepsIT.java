package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;

/** What a JVM that just started does for the first time: what it need not import yet, and what must not wait for others. */
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
        assertEquals("[1, 'two'] []\n".repeat(2), run(script, method));
    }

    private static String run(Path script, String... arguments) throws Exception {
        String[] command = Stream.concat(Stream.of("run", script.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        Ended ended = ParleyProcess.of(command).run();
        assertEquals("", ended.err());
        assertEquals(0, ended.exit());
        return ended.out();
    }

    @Test
    void theFirstRegularExpressionDoesNotWaitForThreadsThatWait() throws Exception {
        assertEquals("[True, 'x']\n", run(Files.writeString(folder.resolve("script.py"), """
                import multiprocessing, threading
                queue = multiprocessing.Queue()
                waiting = threading.Event()
                def wait():
                    waiting.set()
                    queue.get()
                thread = threading.Thread(target=wait)
                thread.start()
                waiting.wait()
                import re
                print([thread.is_alive(), re.match('x', 'xy').group()], flush=True)
                queue.put(None)
                thread.join()
                """)));
    }

    @Test
    void aPoolReplacesWorkersWhoseFirstRegularExpressionIsThatOfATraceback() throws Exception {
        assertEquals("[0, 'bad 1', 2, 3]\n".repeat(4), run(Files.writeString(folder.resolve("script.py"), """
                import multiprocessing
                def work(x):
                    if x == 1:
                        raise ValueError(f'bad {x}')
                    return x
                def got(call):
                    try:
                        return call.get()
                    except ValueError as error:
                        return str(error)
                if __name__ == '__main__':
                    with multiprocessing.Pool(2, maxtasksperchild=2) as pool:
                        for _ in range(4):
                            calls = [pool.apply_async(work, (x,)) for x in range(4)]
                            print([got(call) for call in calls], flush=True)
                """)));
    }
}
