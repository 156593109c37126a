package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;

/** Programs run by {@code ./parley}: their streams, folder, arguments and exit codes are the caller's. */
class ProgramsIT {
    @TempDir
    Path temp;

    private Ended run(String name, String text, String input, String... arguments) throws IOException {
        Files.writeString(temp.resolve(name), text);
        var command = new String[arguments.length + 2];
        command[0] = "run";
        command[1] = name;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return ParleyProcess.of(command).in(temp).input(input).run();
    }

    private static Ended parley(String... arguments) {
        return ParleyProcess.of(arguments).run();
    }

    private static void assertEnded(int exit, String out, String err, Ended ended) {
        assertEquals(out, ended.out(), ended.err());
        assertEquals(err, ended.err());
        assertEquals(exit, ended.exit());
    }

    @Test
    void aJavaScriptHasTheCallersArgumentsInputAndFolder() throws IOException {
        Ended ended = run("all.jsh", """
                System.out.println(args + " " + args.size());
                var in = new BufferedReader(new InputStreamReader(System.in));
                for (String line; (line = in.readLine()) != null; )
                    System.out.println("read " + line);
                System.err.println("to err");
                System.out.println(new File("all.jsh").exists());
                """, "first\\nsecond\\n".translateEscapes(), "--help", "a b", "\"ü\\");
        assertEnded(0, "[--help, a b, \"ü\\] 3\nread first\nread second\ntrue\n", "to err\n", ended);
    }

    @Test
    void aPythonScriptHasTheCallersArgumentsInputAndFolder() throws IOException {
        Ended ended = run("all.py", """
                import os, sys
                print(sys.argv)
                for line in sys.stdin:
                    print('read', line.strip())
                print('to err', file=sys.stderr)
                print(os.path.exists('all.py'), __name__, __file__ == os.path.abspath('all.py'))
                """, "first\nsecond\n", "--help", "a b", "ü");
        assertEnded(
                0,
                "['all.py', '--help', 'a b', 'ü']\nread first\nread second\nTrue __main__ True\n",
                "to err\n",
                ended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fork", "forkserver"})
    void eachProcessIsWhoTheJdkSaysItIs(String method) throws IOException {
        Path script = Files.writeString(temp.resolve("who.jsh"), """
                boolean isMe() throws IOException {
                    var own = java.nio.file.Files.readSymbolicLink(java.nio.file.Path.of("/proc/self"));
                    return own.toString().equals("" + ProcessHandle.current().pid()) && ProcessHandle.current().isAlive();
                }
                var child = new Process(() -> System.out.println("child " + isMe()));
                child.start();
                child.join();
                System.out.println("parent " + isMe());
                """);
        Ended ended = ParleyProcess.of("run", script.toString())
                .environment("PARLEY_START_METHOD", method)
                .run();
        assertEnded(0, "child true\nparent true\n", "", ended);
    }

    @Test
    void aScriptHasWhatCPythonsSiteAdds() throws IOException {
        Ended ended = run("leaves.py", """
                print(callable(help), repr(quit)[:4], flush=True)
                exit(3)
                """, "");
        assertEnded(3, "True Use \n", "", ended);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.jsh | System.exit(4);                          | 4",
                "a.jsh | /exit 5                                  | 5",
                "a.jsh | new ThreadGroup(\"none\");               | 0",
                "a.py  | import sys; sys.exit(6)                  | 6",
                "a.py  | raise SystemExit                         | 0",
                "a.py  | import os; os._exit(7)                   | 7",
                "a.py  | pass                                     | 0"
            })
    void theExitCodeIsTheProgramsOwn(String name, String text, int exit) throws IOException {
        assertEnded(exit, "", "", run(name, text, ""));
    }

    @Test
    void aJavaFailureNamesFileAndLineAndEndsTheScript() throws IOException {
        Ended ended = run("bad.jsh", "System.out.println(1);\n\nint x = nothing;\nSystem.out.println(2);\n", "");
        assertEquals("1\n", ended.out());
        assertEquals(1, ended.exit());
        assertTrue(ended.err().contains("bad.jsh:3"), ended.err());
        assertTrue(ended.err().contains("cannot find symbol"), ended.err());
    }

    @Test
    void aJavaExceptionNamesFileAndLineAndEndsTheScript() throws IOException {
        Ended ended = run("bad.jsh", "int f() {\n    throw new IllegalStateException(\"mine\");\n}\nf();\n", "");
        assertEquals(1, ended.exit());
        assertTrue(ended.err().contains("IllegalStateException: mine"), ended.err());
        assertTrue(ended.err().contains("bad.jsh:2"), ended.err());
        assertTrue(ended.err().contains("bad.jsh:4"), ended.err());
    }

    @Test
    void aPythonExceptionHasItsTracebackAndExitCode1() throws IOException {
        Ended ended = run("bad.py", "print(1)\ndef f():\n    raise ValueError('mine')\nf()\n", "");
        assertEquals("1\n", ended.out());
        assertEquals(1, ended.exit());
        assertTrue(ended.err().startsWith("Traceback (most recent call last):\n"), ended.err());
        assertTrue(ended.err().contains("bad.py\", line 3, in f"), ended.err());
        assertTrue(ended.err().endsWith("ValueError: mine\n"), ended.err());
    }

    @Test
    void aPythonSyntaxErrorHasItsLineAndExitCode1() throws IOException {
        Ended ended = run("bad.py", "print(1)\nprint(2\n", "");
        assertEquals("", ended.out());
        assertEquals(1, ended.exit());
        assertTrue(ended.err().contains("SyntaxError"), ended.err());
        assertTrue(ended.err().contains("line 2"), ended.err());
    }

    @Test
    void codeInTheCommandLineRuns() {
        assertEnded(0, "42\n", "", parley("-c", "System.out.println(6 * 7)"));
        assertEnded(0, "42\n", "", parley("--lang", "python", "-c", "print(6 * 7)"));
        assertEnded(0, "[-c, --x]\n", "", parley("-c", "System.out.println(args)", "-c", "--x"));
        assertEnded(
                0,
                "['-c', '-c', '--x']\n",
                "",
                parley("--lang=python", "-c", "import sys; print(sys.argv)", "-c", "--x"));
    }

    @Test
    void codeOnStandardInputRunsWithoutPromptsAndColours() {
        assertEnded(
                0,
                "6\n",
                "",
                ParleyProcess.of()
                        .input("int f(int x) {\n  return 2 * x;\n}\nf(1);\nSystem.out.println(f(3));\n")
                        .run());
        assertEnded(
                0,
                "6\n",
                "",
                ParleyProcess.of("--lang", "python")
                        .input("def f(x):\n  return 2 * x\n\nf(1)\nprint(f(3))\n")
                        .run());
    }

    @Test
    void aFailureOnStandardInputNamesItsLine() {
        Ended ended = ParleyProcess.of().input("int a = 1;\nint b = nothing;\n").run();
        assertEquals(1, ended.exit());
        assertTrue(ended.err().contains("<stdin>:2"), ended.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runn x.py            | unknown command: name=runn                 | Maybe run",
                "scripts/03_pool.py   | unknown command: name=scripts/03_pool.py   | Maybe parley run scripts/03_pool.py",
                "--lnag java          | unknown option: name=--lnag                | Maybe --lang",
                "--lang jaav          | no such language: name=jaav                | Maybe java",
                "run scripts/03_pol.py| no such script: file=scripts/03_pol.py     | Maybe scripts/03_pool.py",
                "run pom.xml          | script's language unknown: file=pom.xml    | Maybe tell it: --lang java, --lang python",
                "run scripts          | not a script but a folder: file=scripts    |",
                "run                  | nothing to run                             | Maybe ./parley run FILE, or ./parley run -m MODULE",
                "-c                   | missing: name=CODE                         | Maybe see parley --help",
                "present              | missing: name=FILE                         | Maybe see parley --help",
                "doctor x             | too many arguments: first=x                |"
            })
    void aMistakeGivesOneClearMessageAndExitCode2(String line, String message, String cure) {
        String expected = "parley: " + message + "\n" + (cure == null ? "" : cure + "\n");
        assertEnded(2, "", expected, parley(line.split(" ")));
    }

    @Test
    void helpAndVersionGoToTheOutput() {
        Ended help = parley("--help");
        assertEquals(0, help.exit());
        assertTrue(help.out().contains("parley run FILE [ARG...]"), help.out());
        assertTrue(parley("--version").out().matches("Parley \\d+\\.\\d+\\.\\d+\n"));
    }
}
