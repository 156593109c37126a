package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;
import parley.WarmServer;
import parley.fork.Fork;

/** Sessions that are copies of the resident fork server: to their callers they are like any other process. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(WarmServer.class)
class ResidentIT {
    private static final String PARLEY = ParleyProcess.root().resolve("parley").toString();

    @TempDir
    static Path folder;

    private static ParleyProcess.Start parley(String... arguments) {
        return WarmServer.using(arguments)
                .environment("PARLEY_START_METHOD", "")
                .in(folder);
    }

    @BeforeAll
    static void isBuilt() {
        assumeTrue(Fork.isBuilt(), "there is a C compiler");
    }

    private static Path script(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    /** How many jobs the server has started so far. */
    private static int started() {
        Matcher status = Pattern.compile("started=(\\d+)")
                .matcher(parley("forkserver", "status").run().out());
        assertTrue(status.find());
        return Integer.parseInt(status.group(1));
    }

    @Test
    void aScriptHasItsCallersStreamsArgumentsFolderAndEnvironment() throws Exception {
        Path script = script(
                "all.py",
                "import os, sys\nprint(sys.argv, os.getcwd(), os.environ['FRUIT'], 'PARLEY_AOT_X' in os.environ)\n"
                        + "print(sys.stdin.read().upper(), file=sys.stderr)\nsys.exit(7)\n");
        int before = started();
        Ended ended = parley("run", script.toString(), "one", "two words")
                .environment("FRUIT", "pear")
                .input("hello")
                .run();
        assertEquals("['%s', 'one', 'two words'] %s pear False%n".formatted(script, folder.toRealPath()), ended.out());
        assertEquals("HELLO\n", ended.err());
        assertEquals(7, ended.exit());
        assertEquals(before + 1, started(), "it was the server that started it");
    }

    @Test
    void whatTheServerRehearsedIsNotSeen_AndWhatTheScriptLeavesForItsEndIsDone() throws Exception {
        Path script = script("ends.py", """
                import atexit, logging, multiprocessing as mp, os, sys
                from multiprocessing import util
                print(mp.get_start_method(allow_none=True), mp.get_start_method(), mp.current_process().name)
                atexit.register(print, 'atexit')
                util.Finalize(None, print, ('finalizer',), exitpriority=5)
                mp.log_to_stderr(logging.INFO)
                sys.mark = 5
                def marked(x): return sys.mark, __name__
                if __name__ == '__main__':
                    with mp.Pool(1) as pool:
                        print(pool.map(marked, [1]))
                """);
        Ended ended = parley("run", script.toString()).run();
        assertEquals("None fork MainProcess\n[(5, '__main__')]\nfinalizer\natexit\n", ended.out(), ended.err());
        assertEquals("[INFO/MainProcess] process shutting down\n", ended.err());
    }

    @Test
    void javaHasThemToo() throws Exception {
        Path script = script(
                "all.jsh",
                "System.out.println(args + \" \" + Path.of(\"\").toAbsolutePath() + \" \" + System.getenv(\"FRUIT\"));\n"
                        + "System.out.println(new java.io.File(\"x\").getAbsolutePath());\n"
                        + "System.out.println(new Scanner(System.in).nextLine());\nSystem.exit(9);\n");
        Ended ended = parley("run", script.toString(), "a")
                .environment("FRUIT", "plum")
                .input("typed\n")
                .run();
        Path here = folder.toRealPath();
        assertEquals("[a] " + here + " plum\n" + here.resolve("x") + "\ntyped\n", ended.out(), ended.err());
        assertEquals(9, ended.exit());
    }

    @Test
    void aSignalReachesPython() throws Exception {
        Path script = script("interrupted.py", """
                import os, signal, threading, time
                threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
                try:
                    time.sleep(60)
                except KeyboardInterrupt:
                    print('interrupted')
                """);
        Ended ended = parley("run", script.toString()).run();
        assertEquals("interrupted\n", ended.out(), ended.err());
        assertEquals(0, ended.exit());
    }

    @Test
    void everySessionStartsAnew() {
        String code = "import random; x = globals().get('x', 0) + 1; print(x, random.random())";
        Ended first = parley("--lang", "python", "-c", code).run();
        Ended second = parley("--lang", "python", "-c", code).run();
        assertTrue(first.out().startsWith("1 "), first.out() + first.err());
        assertTrue(second.out().startsWith("1 "), second.out());
        assertNotEquals(first.out(), second.out(), "random numbers are not those of the server");
    }

    @Test
    void itsNumberIsItsOwn() throws Exception {
        Path script = script(
                "pids.py",
                "import os\nfrom multiprocessing import Process, Queue, current_process\n"
                        + "def tell(q): q.put((current_process().name, os.getpid(), os.getppid()))\n"
                        + "q = Queue(); p = Process(target=tell, args=(q,)); p.start()\n"
                        + "name, pid, parent = q.get(); p.join()\n"
                        + "print(name, pid == p.pid, parent == os.getpid(), pid != os.getpid(), p.exitcode)\n");
        assertEquals(
                "Process-1 True True True 0\n",
                parley("run", script.toString()).run().out());
    }

    @Test
    void anUncaughtExceptionIsExitCodeOne() throws Exception {
        Ended ended = parley("run", script("bad.py", "1 / 0\n").toString()).run();
        assertEquals(1, ended.exit());
        assertTrue(ended.err().contains("ZeroDivisionError"), ended.err());
    }

    @Test
    void aSignalReachesTheProgram() throws Exception {
        Path script = script(
                "signals.py",
                "import signal, sys, time\ndef stop(number, frame):\n    print('stopped', flush=True); sys.exit(5)\n"
                        + "signal.signal(signal.SIGTERM, stop)\nprint('ready', flush=True)\nwhile True: time.sleep(60)\n");
        try (ParleyProcess running = parley("run", script.toString()).start()) {
            running.awaitOut("ready");
            running.process().toHandle().destroy(); // Process.destroy closes the streams too
            running.awaitOut("stopped");
            assertEquals(5, running.process().waitFor());
        }
    }

    @Test
    void whoStartedItSeesTheSignalThatEndedIt() throws Exception {
        Path script = script("waits.py", "import time\nprint('ready', flush=True)\ntime.sleep(600)\n");
        // only of a program that a signal ended a shell says so
        try (ParleyProcess shell = parley("-c", "\"$0\" run \"$1\"; echo $?", PARLEY, script.toString())
                .program(Path.of("/bin/sh"))
                .start()) {
            shell.awaitOut("ready");
            shell.process().children().forEach(ProcessHandle::destroy);
            shell.awaitOut("143\n");
            shell.awaitErr("Terminated");
        }
    }

    @Test
    void whoseCallerIsKilledEndsToo() throws Exception {
        Path script = script("forever.py", "import os, time\nprint('pid', os.getpid(), flush=True)\ntime.sleep(600)\n");
        try (ParleyProcess running = parley("run", script.toString()).start()) {
            running.awaitOut("\n");
            long session = Long.parseLong(running.out().replaceAll("\\D", ""));
            assertTrue(ProcessHandle.of(session).isPresent());
            running.process().destroyForcibly().waitFor();
            ProcessHandle.of(session).ifPresent(handle -> handle.onExit().join());
            assertFalse(ProcessHandle.of(session).map(ProcessHandle::isAlive).orElse(false));
        }
    }

    @Test
    void manyAtOnceAllRun() throws Exception {
        List<ParleyProcess> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(parley("--lang", "python", "-c", "print(" + i + " * 10)").start());
        }
        for (int i = 0; i < all.size(); i++) {
            try (ParleyProcess one = all.get(i)) {
                assertEquals(0, one.process().waitFor());
                one.awaitOut(i * 10 + "\n");
            }
        }
    }

    @Test
    void withoutResidentNobodyAsksIt() throws Exception {
        int before = started();
        Ended ended = ParleyProcess.of("--no-resident", "--lang", "python", "-c", "print('alone')")
                .environment("PARLEY_RESIDENT", "yes")
                .run();
        assertEquals("alone\n", ended.out());
        assertEquals(before, started());
    }
}
