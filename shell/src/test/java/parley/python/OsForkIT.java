package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;
import parley.fork.Fork;

/** Copies of a session that Python code makes: {@code os.fork}, and processes beside threads. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OsForkIT {
    @TempDir
    Path folder;

    @BeforeEach
    void isBuilt() {
        assumeTrue(Fork.isBuilt(), "there is a C compiler");
    }

    private String run(String text) throws Exception {
        Path script = Files.writeString(folder.resolve("script.py"), text);
        Ended ended = ParleyProcess.of("run", script.toString())
                .environment("PARLEY_START_METHOD", "")
                .run();
        assertEquals("", ended.err());
        assertEquals(0, ended.exit());
        return ended.out();
    }

    @Test
    void aCopyGoesOnWhereTheOriginalDoesAndIsWaitedFor() throws Exception {
        assertEquals("""
                in child
                child True True
                atexit False
                True
                in child
                True True 3 3
                in child
                -9
                [Errno 10] No child processes
                atexit True
                """, run("""
                import os, sys, random, concurrent.futures, logging, threading, atexit
                atexit.register(lambda: print('atexit', os.getpid() == me, flush=True))
                me = os.getpid()
                os.register_at_fork(after_in_child=lambda: print('in child', flush=True))
                pid = os.fork()
                if pid == 0:
                    print('child', os.getppid() == me, os.getpid() != me, flush=True)
                    sys.exit(5)
                print(os.waitpid(pid, 0) == (pid, 5 << 8), flush=True)
                pid = os.fork()
                if pid == 0:
                    os._exit(3)
                got, status = os.wait()
                print(got == pid, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status), flush=True)
                read, write = os.pipe()
                pid = os.fork()
                if pid == 0:
                    os.write(write, b'x')
                    while True:
                        pass
                os.read(read, 1)
                os.kill(pid, 9)
                print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                try:
                    os.wait()
                except ChildProcessError as error:
                    print(error)
                """));
    }

    @Test
    void aChildThatStopsOrGoesOnIsWaitedForToo() throws Exception {
        assertEquals("""
                (0, 0)
                True True False False 19
                process stopped by delivery of signal 19
                True True False
                19 True
                19 True
                18 True
                None
                9 True
                9 True
                9 True
                [Errno 10] No child processes
                [Errno 22] Invalid argument
                """, run("""
                import os, signal
                pid = os.fork()
                if pid == 0:
                    signal.pause()
                print(os.waitpid(pid, os.WNOHANG | os.WUNTRACED))
                os.kill(pid, signal.SIGSTOP)
                found, status = os.waitpid(pid, os.WUNTRACED)
                print(found == pid, os.WIFSTOPPED(status), os.WIFEXITED(status), os.WIFSIGNALED(status), os.WSTOPSIG(status))
                try:
                    os.waitstatus_to_exitcode(status)
                except ValueError as error:
                    print(error)
                os.kill(pid, signal.SIGCONT)
                status = os.waitpid(-1, os.WCONTINUED)[1]
                print(status == 0xffff, os.WIFCONTINUED(status), os.WIFSIGNALED(status))
                os.kill(pid, signal.SIGSTOP)
                for options in os.WSTOPPED | os.WNOWAIT, os.WSTOPPED:
                    found = os.waitid(os.P_PID, pid, options)
                    print(found.si_status, found.si_code == os.CLD_STOPPED)
                os.kill(pid, signal.SIGCONT)
                found = os.waitid(os.P_ALL, 0, os.WCONTINUED)
                print(found.si_status, found.si_code == os.CLD_CONTINUED)
                print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG))
                os.kill(pid, signal.SIGKILL)
                for options in os.WEXITED | os.WNOWAIT, os.WEXITED | os.WNOWAIT, os.WEXITED:
                    found = os.waitid(os.P_PID, pid, options)
                    print(found.si_status, found.si_code == os.CLD_KILLED)
                for options in os.WEXITED, 0:
                    try:
                        os.waitid(os.P_PID, pid, options)
                    except OSError as error:
                        print(error)
                """));
    }

    @Test
    void aProgramThatIsLookedForInManyFoldersIsOneChild() throws Exception {
        assertEquals("1 0\nPermission denied\nNo such file or directory\n", run("""
                import os, signal, subprocess, sys, time
                folder = sys.argv[0] + '.d'
                os.mkdir(folder)
                with open(folder + '/refused', 'w') as file:
                    file.write('text')
                os.environ['PATH'] = ':'.join(['/nowhere', '/dev/null', folder, os.environ['PATH'], '/nowhere'])
                ended = []
                signal.signal(signal.SIGCHLD, lambda *_: ended.append(1))
                code = subprocess.run(['true']).returncode
                while not ended:
                    time.sleep(0.01)
                print(len(ended), code)
                for name in 'refused', 'missing':
                    try:
                        subprocess.run([name])
                    except OSError as error:
                        print(error.strerror)
                """));
    }

    @Test
    void aProcessStartsWhileAnotherThreadRunsPythonCode() throws Exception {
        assertEquals("[0, 0, 0, 0, 0] True\n", run("""
                import multiprocessing, threading
                stop, n = False, 0
                def spin():
                    global n
                    while not stop:
                        n += 1
                threading.Thread(target=spin, daemon=True).start()
                codes = []
                for _ in range(5):
                    process = multiprocessing.Process(target=abs, args=(-3,))
                    process.start()
                    process.join()
                    codes.append(process.exitcode)
                stop = True
                print(codes, n > 0)
                """));
    }

    @Test
    void aCopyPrintsAndLogsWhateverOtherThreadsOfTheOriginalWereWriting() throws Exception {
        String out = run("""
                import logging, multiprocessing, sys, threading
                logging.basicConfig(level=logging.INFO, filename=sys.argv[0] + '.log')
                stop = threading.Event()
                def write():
                    while not stop.is_set():
                        logging.info('original')
                        print('.', flush=True)
                def work():
                    logging.info('copy')
                    print('copy', flush=True)
                threads = [threading.Thread(target=write) for _ in range(2)]
                for thread in threads:
                    thread.start()
                ended = 0
                for _ in range(60):
                    process = multiprocessing.Process(target=work)
                    process.start()
                    process.join(30)
                    if process.exitcode is None:
                        process.kill()
                        break
                    ended += 1
                stop.set()
                for thread in threads:
                    thread.join()
                with open(sys.argv[0] + '.log') as log:
                    print('ended', ended, 'logged', log.read().count('copy'))
                """);
        assertEquals(60, out.lines().filter("copy"::equals).count());
        assertTrue(out.endsWith("ended 60 logged 60\n"), out.substring(Math.max(0, out.length() - 200)));
    }

    @Test
    void nothingHasToBeSentToACopy() throws Exception {
        assertEquals("5 41 True\n", run("""
                import multiprocessing, threading
                lock, found = threading.Lock(), {'n': 40}   # neither can be sent
                queue = multiprocessing.Queue()
                def outer(step):
                    def inner():
                        with lock:
                            found['n'] += step
                            queue.put((len('local'), found['n']))
                    return inner
                process = multiprocessing.get_context('fork').Process(target=outer(1))
                process.start()
                length, n = queue.get()
                process.join()
                print(length, n, found['n'] == 40)
                """));
    }

    @Test
    void theWarningOfADeadOwnerShowsTheLineThatWaited() throws Exception {
        assertEquals("""
                Lock script.py 9 True
                Lock script.py 19 True
                RLock script.py 9 True
                RLock script.py 19 True
                """, run("""
                import multiprocessing, os, warnings
                warnings.simplefilter('always')

                def die(lock):
                    lock.acquire()
                    os._exit(1)

                def take(lock):
                    lock.acquire()

                for make in multiprocessing.Lock, multiprocessing.RLock:
                    for way in take, None:
                        lock = make()
                        process = multiprocessing.Process(target=die, args=(lock,), name='Unlucky')
                        process.start()
                        process.join()
                        with warnings.catch_warnings(record=True) as caught:
                            if way: way(lock)
                            else: multiprocessing.Condition(lock).__enter__()
                        warning, = caught
                        told = f'owner=Unlucky (pid {process.pid})' in str(warning.message)
                        print(make.__name__, os.path.basename(warning.filename), warning.lineno, told and warning.category is RuntimeWarning)
                """));
    }

    @Test
    void everyStartMethodRunsAProcessAndAPool() throws Exception {
        assertEquals("""
                fork ForkProcess [0, 1, 4] 0
                spawn SpawnProcess [0, 1, 4] 0
                forkserver ForkServerProcess [0, 1, 4] 0
                """, run("""
                import multiprocessing
                def name(q): q.put(multiprocessing.current_process().name)
                def square(x): return x * x
                for method in multiprocessing.get_all_start_methods():
                    context = multiprocessing.get_context(method)
                    queue = context.Queue()
                    process = context.Process(target=name, args=(queue,))
                    process.start()
                    told = queue.get().partition('-')[0]
                    process.join()
                    with context.Pool(1) as pool:
                        print(method, told, pool.map(square, range(3)), process.exitcode, flush=True)
                """));
    }
}
