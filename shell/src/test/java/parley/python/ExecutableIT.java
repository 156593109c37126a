package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;

/** Programs that start programs: themselves again, by {@code sys.executable}, and others. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExecutableIT {
    @TempDir
    Path folder;

    private String run(String text) throws Exception {
        Path script = Files.writeString(folder.resolve("script.py"), text);
        Ended ended = ParleyProcess.of("run", script.toString()).run();
        assertEquals("", ended.err());
        assertEquals(0, ended.exit());
        return ended.out();
    }

    @Test
    void aProgramStartsItselfAgain() throws Exception {
        assertEquals("""
                again ['one']
                7
                ['-c', 'a', '-b']
                4
                """, run("""
                import subprocess, sys
                if sys.argv[1:]:
                    print('again', sys.argv[1:])
                    sys.exit(7)
                print(subprocess.run([sys.executable, __file__, 'one']).returncode, flush=True)
                subprocess.run([sys.executable, '-uEc', 'import sys; print(sys.argv)', 'a', '-b'])
                print(subprocess.run([sys.executable, '-'], input='print(2 + 2)', text=True, stdout=subprocess.PIPE).stdout, end='')
                """));
    }

    @Test
    void oneThatIsNotThereIsToldAndOneThatWasIsWaitedFor() throws Exception {
        assertEquals("""
                2 /no/such/program
                True 3 16
                """, run("""
                import os, subprocess
                try:
                    subprocess.run(['/no/such/program'])
                except FileNotFoundError as error:
                    print(error.errno, error.filename)
                child = subprocess.Popen(['sh', '-c', 'exit 3'])
                pid, status, used = os.wait4(child.pid, 0)
                print(pid == child.pid, status >> 8, len(used))
                """));
    }

    @Test
    void aCopiedChildRunsFinalizersAndNothingOfAtexit() throws Exception {
        assertEquals("""
                fork: finalizer
                forkserver: finalizer
                spawn: finalizer
                spawn: atexit
                """, run("""
                import atexit
                import multiprocessing as mp
                from multiprocessing import util
                def child(method):
                    atexit.register(print, method + ': atexit')
                    util.Finalize(None, print, args=(method + ': finalizer',), exitpriority=0)
                for method in ('fork', 'forkserver', 'spawn'):
                    process = mp.get_context(method).Process(target=child, args=(method,))
                    process.start()
                    process.join()
                """));
    }

    @Test
    void whatAnAtexitFunctionRaisesIsSaidAndChangesNoExitCode_AndExecutorsTakeNothingThere() throws Exception {
        Path script = Files.writeString(folder.resolve("script.py"), """
                import atexit
                from concurrent.futures import ThreadPoolExecutor
                @atexit.register
                def last():
                    print('last', flush=True)
                    executor.submit(id, None)
                executor = ThreadPoolExecutor(1)
                executor.submit(id, None).result()
                """);
        Ended ended = ParleyProcess.of("run", script.toString()).run();
        assertEquals("last\n", ended.out());
        assertEquals("RuntimeError: cannot schedule new futures after shutdown", lastLine(ended.err()));
        assertEquals(0, ended.exit());
    }

    private static String lastLine(String text) {
        return text.strip().lines().reduce("", (_, line) -> line);
    }

    @Test
    void whatAProgramRegistersSaysHowItsObjectsTravel() throws Exception {
        assertEquals("sent\n", run("""
                from multiprocessing import Queue, reduction
                class Handle:
                    def __init__(self, how):
                        self.how = how
                    def __reduce__(self):
                        raise TypeError('not by itself')
                reduction.register(Handle, lambda handle: (Handle, ('sent',)))
                queue = Queue()
                queue.put(Handle('made'))
                print(queue.get().how)
                """));
    }
}
