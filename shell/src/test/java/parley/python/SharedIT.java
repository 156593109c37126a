package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;
import parley.WarmServer;

/** What processes share, by each start method, beside CPython itself. */
@ExtendWith(WarmServer.class)
class SharedIT {
    private static final boolean ALL = "all".equals(System.getProperty("parley.scripts"));

    @TempDir
    Path temp;

    private static Path script(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SharedIT.class.getResource(name)).toURI());
    }

    private static String cpython(String... command) throws InterruptedException {
        try {
            Process python =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            python.getOutputStream().close();
            String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, python.waitFor(), out);
            return out;
        } catch (IOException e) {
            assumeTrue(false, "no python3 here");
            return "";
        }
    }

    @Test
    void noPublicNameIsLeftOutWithoutAReason() throws Exception {
        assumeTrue(!cpython("python3", "--version").isEmpty());
        Ended ended = ParleyProcess.of("run", "scripts/conformance.py", "short").run();
        assertEquals("", ended.err());
        assertFalse(ended.out().contains("NOT ARGUED"), ended.out());
        assertTrue(ended.out().contains("done: "), ended.out());
    }

    private static final List<String> RUNS = List.of(
            "facts.py fork",
            "systemcalls.py fork",
            "memory.py forkserver",
            "again.py spawn",
            "preloaded.py forkserver",
            "orphans.py spawn",
            "shared.py fork",
            "managers.py fork",
            "mistakes.py fork",
            "waiting.py fork",
            "copies.py fork",
            "again.py forkserver",
            "programs.py fork",
            "coroutines.py fork",
            "stars.py fork",
            "ends.py fork",
            "systemcalls.py forkserver",
            "paths.py fork",
            "paths.py forkserver",
            "selecting.py fork",
            "interrupted.py fork",
            "profiling.py fork",
            "library.py fork",
            "library.py forkserver",
            "starting.py fork",
            "pooling.py fork",
            "pooling.py forkserver",
            "endless.py fork",
            "orphans.py fork",
            "threads.py fork",
            "threads.py spawn");

    /** Without the resident server, which takes longer: the first of them each day, and this number of the others in turn. */
    private static final int ALONE = 6;

    private static final int ALONE_IN_TURN = 2;

    static Stream<Arguments> runs() {
        List<String> others = RUNS.subList(ALONE, RUNS.size());
        long first = LocalDate.now().toEpochDay() * ALONE_IN_TURN;
        Stream<String> turn = IntStream.range(0, ALONE_IN_TURN)
                .mapToObj(number -> others.get((int) ((first + number) % others.size())));
        Stream<String> alone = ALL ? RUNS.stream() : Stream.concat(RUNS.subList(0, ALONE).stream(), turn);
        return Stream.concat(
                RUNS.stream().map(run -> Arguments.of(run, true)), alone.map(run -> Arguments.of(run, false)));
    }

    @ParameterizedTest(name = "{0}, with the server: {1}")
    @MethodSource("runs")
    void aScriptPrintsWhatItPrintsUnderCPython(String run, boolean withServer) throws Exception {
        String[] words = run.split(" ");
        String script = script(words[0]).toString();
        Ended ended = (withServer
                        ? WarmServer.using("run", script, words[1])
                        : ParleyProcess.of("run", script, words[1]))
                .run();
        assertEquals("", ended.err());
        assertEquals(cpython("python3", script, words[1]), ended.out());
        assertEquals(0, ended.exit());
    }

    /** CPython 3.11 does not find it there, later ones do. */
    @Test
    void aModuleOfTheUsersIsPreloadedToo() throws Exception {
        String out = ParleyProcess.of("run", script("preloaded.py").toString(), "forkserver", "own")
                .run()
                .out();
        assertEquals(
                3, out.lines().filter("['__mp_main__', True, True]"::equals).count(), out);
    }

    @Test
    void whatAPreloadedModuleMakesIsSharedByAllProcesses(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("shared_things.py"), """
                import multiprocessing as mp
                lock = mp.RLock()
                count = mp.Value('i', 0)
                """);
        Path script = folder.resolve("main.py");
        Files.writeString(script, """
                import multiprocessing as mp

                def work(queue):
                    import shared_things
                    for _ in range(1000):
                        with shared_things.lock, shared_things.lock:
                            shared_things.count.value += 1
                    queue.put(shared_things.count.value)

                if __name__ == '__main__':
                    context = mp.get_context('forkserver')
                    context.set_forkserver_preload(['shared_things'])
                    queue = context.Queue()
                    processes = [context.Process(target=work, args=(queue,)) for _ in range(4)]
                    for process in processes:
                        process.start()
                    print(max(queue.get() for _ in processes))
                    for process in processes:
                        process.join()
                    print([process.exitcode for process in processes], mp.active_children())
                """);
        Ended ended = WarmServer.using("run", script.toString()).run();
        assertEquals("", ended.err());
        assertEquals("4000\n[0, 0, 0, 0] []\n", ended.out());
    }

    @Test
    void sharedMemoryThatNobodyUnlinksIsNamedAtTheEndAndGone() throws Exception {
        Ended ended = runOf("""
                from multiprocessing import shared_memory
                memory = shared_memory.SharedMemory(create=True, size=10)
                print(memory.name)
                memory.close()
                """);
        String name = ended.out().strip();
        assertTrue(
                ended.err()
                        .startsWith("UserWarning: resource_tracker: There appear to be 1 leaked shared_memory objects"),
                ended.err());
        assertTrue(ended.err().contains(name), ended.err());
        assertFalse(Files.exists(Path.of("/dev/shm", name)), name);
    }

    @Test
    void aScriptWithoutAGuardDoesNotRunAgainInAnyProcess() throws Exception {
        assertEquals("top __main__\nTrue 6\n", runOf("""
                import multiprocessing, sys, os
                print('top', __name__, flush=True)
                base = 5
                def more(x): return os.getpid(), x + base
                context = multiprocessing.get_context('spawn')
                with context.Pool(1) as pool:
                    pid, sum = pool.apply(more, (1,))
                print(pid != os.getpid(), sum)
                """).out());
    }

    @Test
    void whatStartsOutsideOfTheGuardIsRefusedWhereTheScriptRunsAgain() throws Exception {
        Ended ended = runOf("""
                import multiprocessing
                def nothing(): pass
                child = multiprocessing.get_context('spawn').Process(target=nothing)
                child.start()
                child.join()
                if __name__ == '__main__':
                    print(child.exitcode)
                """);
        assertEquals("1\n", ended.out());
        assertTrue(ended.err().contains("RuntimeError: a process was started while"), ended.err());
        assertTrue(ended.err().contains("script.py\", line 4, in <module>"), ended.err());
    }

    @Test
    void aClassThatTheTopLevelMakesWithoutNamingItIsFoundThere() throws Exception {
        Ended ended = runOf("""
                import multiprocessing, weakref
                def make(space):
                    class Made:
                        cannot_travel = weakref.ref(multiprocessing)
                        @classmethod
                        def work(cls, x): return cls.__name__, x
                    Made.__qualname__ = 'Named'
                    Made.__module__ = space['__name__']
                    space['Named'] = Made
                make(globals())
                if __name__ == '__main__':
                    for method in 'spawn', 'forkserver':
                        with multiprocessing.get_context(method).Pool(1) as pool:
                            print(pool.map(Named.work, [5]))
                """);
        assertEquals("[('Made', 5)]\n[('Made', 5)]\n", ended.out(), ended.err());
    }

    @Test
    void aForkServerOfTheSessionsOwnThatWasKilledIsReplacedAndNoneStays() throws Exception {
        Ended ended = runOf("""
                import multiprocessing, os, signal
                def parent(queue): queue.put(os.getppid())
                if __name__ == '__main__':
                    multiprocessing.set_start_method('forkserver')
                    multiprocessing.set_forkserver_preload(['wave'])
                    queue = multiprocessing.Queue()
                    servers = []
                    for _ in range(3):
                        process = multiprocessing.Process(target=parent, args=(queue,))
                        process.start()
                        servers.append(queue.get())
                        process.join()
                        if len(servers) == 2:
                            os.kill(servers[-1], signal.SIGKILL)
                    print(servers[0] == servers[1], servers[1] == servers[2], servers[2])
                """);
        String[] words = ended.out().split("\\s+", -1);
        assertEquals("True False", words[0] + " " + words[1], ended.err());
        ProcessHandle.of(Long.parseLong(words[2]))
                .ifPresent(last -> last.onExit().join());
    }

    private Ended runOf(String script) throws IOException {
        Files.writeString(temp.resolve("script.py"), script);
        return ParleyProcess.of("run", "script.py").in(temp).run();
    }
}
