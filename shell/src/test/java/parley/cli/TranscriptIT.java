package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.fork.Fork;
import parley.repl.PseudoTerminal;

/** What the README shows, typed into a real terminal, with both real languages behind it. */
@Timeout(600)
class TranscriptIT {
    @TempDir
    static Path state;

    private static PseudoTerminal shared;

    private PseudoTerminal terminal;

    private static PseudoTerminal open() {
        assumeTrue(PseudoTerminal.isAvailable(), "tmux is not installed");
        PseudoTerminal opened = new PseudoTerminal(
                Map.of("XDG_STATE_HOME", state.toString(), "NO_COLOR", "1"),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName()));
        opened.line("int ready = 40 + 2; ready");
        opened.awaitEnd("\n42\njava>");
        return opened;
    }

    /** One prompt for all tests: starting both languages takes longer than what is tested. */
    @BeforeEach
    void start() {
        if (shared == null) {
            shared = open();
        }
        terminal = shared;
        terminal.line("%java");
        terminal.awaitEnd("\njava>");
        terminal.wipe();
    }

    @AfterAll
    static void stop() {
        if (shared != null) {
            shared.close();
            shared = null; // a test that is tried again starts another one
        }
    }

    private void type(String prompt, String line, String... shown) {
        terminal.line(line);
        String answer = shown.length == 0 ? "" : String.join("\n", shown) + "\n";
        terminal.awaitEnd(line + "\n" + answer + prompt);
    }

    @Test
    void aCopyMadeAtThePromptEndsWithItsStatement() {
        assumeTrue(Fork.isBuilt(), "there is a C compiler");
        terminal.line("%python");
        terminal.awaitEnd("\npy>");
        type("py>", "import os; pid = os.fork()");
        type("py>", "os.wait() == (pid, 0)", "True");
        type("py>", "exit", "Use exit() or Ctrl-D to leave");
    }

    @Test
    void managersOfPythonAreShownWithWhatTheyHold() {
        terminal.line("%python");
        terminal.awaitEnd("\npy>");
        terminal.line("import multiprocessing; manager = multiprocessing.Manager(); table = manager.dict(n=1)");
        String shown;
        do { // it writes what they hold now and then
            terminal.clear();
            terminal.line("%managers");
            shown = terminal.awaitEnd("\npy>");
        } while (!shown.contains("{'n': 1}"));
        assertTrue(
                Pattern.compile("SyncManager-\\d+ \\(pid \\d+\\) +serving +1 +1 +/")
                        .matcher(shown)
                        .find(),
                shown);
        assertTrue(Pattern.compile("dict +1 +\\{'n': 1}").matcher(shown).find(), shown);
        terminal.clear();
        terminal.line("manager.shutdown()");
        terminal.awaitEnd("shutdown()\npy>");
        terminal.clear();
        terminal.line("%managers");
        terminal.awaitEnd("no managers\npy>");
    }

    private Set<Long> pids() {
        terminal.clear();
        terminal.line("%ps");
        Matcher rows = Pattern.compile("(?m)^(\\S+) +(\\d+) +\\d+ ").matcher(terminal.awaitText("MainProcess"));
        Set<Long> pids = new HashSet<>();
        while (rows.find()) {
            pids.add(Long.parseLong(rows.group(2)));
        }
        return pids;
    }

    @Test
    void aFunctionOfThePromptRunsInOtherProcesses() {
        Set<Long> before = pids();
        type("java>", "int n = 3");
        type("java>", "int f(int x) { return x * n; }");
        type(
                "java>",
                "try (var pool = new Pool(2)) { System.out.println(pool.map(x -> f(x), range(5))); }",
                "[0, 3, 6, 9, 12]");
        terminal.wipe(); // else the table from before is taken for the next
        Set<Long> workers = pids();
        workers.removeAll(before);
        assertEquals(2, workers.size(), terminal.screen());
        type("java>", "n", "3");

        type("py>", "%python");
        type("py>", "from multiprocessing import Process, Queue");
        terminal.line("def hello(q): q.put(['hello', 42, None])");
        terminal.awaitEnd("\n...");
        terminal.line("");
        terminal.awaitEnd("\npy>");
        terminal.clear();
        terminal.line("q = Queue(); p = Process(target=hello, args=(q,)); p.start(); print(q.get()); p.join(); "
                + "print(p.exitcode)");
        terminal.awaitEnd("\n['hello', 42, None]\n0\npy>");
        type("py>", "q.put(7)");
        terminal.line("%peek q");
        terminal.awaitEnd("1 item\n  0  7\npy>");
    }

    @Test
    void aChildHasACopyOfTheVariables() {
        type("py>", "%python");
        type("py>", "from multiprocessing import Process");
        type("py>", "count = [1]");
        terminal.line("def f(): count.append(2); print(count)");
        terminal.line("");
        type("py>", "p = Process(target=f); p.start(); p.join()", "[1, 2]");
        type("py>", "count", "[1]");
    }

    @Test
    void psAnswersWhileTheSessionIsStuck() {
        terminal.line("while (true) Thread.onSpinWait();");
        terminal.awaitEnd("onSpinWait();");
        terminal.line("%ps");
        String screen = terminal.awaitText("MainProcess");
        assertTrue(Pattern.compile("MainProcess .* running").matcher(screen).find(), screen);
        terminal.key("C-c");
        terminal.awaitEnd("stopped\njava>");
        type("java>", "ready", "42");
    }

    @Test
    void aKilledSessionTakesItsWorkersWithIt() throws Exception {
        try (PseudoTerminal own = open()) {
            terminal = own;
            killsTheSession();
        }
    }

    private void killsTheSession() throws Exception {
        terminal.line("int slow(int x) { while (true) Thread.onSpinWait(); }");
        terminal.awaitEnd("\njava>");
        terminal.line("new Pool(2).map(x -> slow(x), range(2))");
        Pattern busy = Pattern.compile("(?m)^\\S*Worker\\S+ +(\\d+) +\\d+ .*running");
        Set<Long> workers = new HashSet<>();
        Set<Long> sessions = Set.of();
        while (workers.size() < 2) {
            Set<Long> all = pids();
            Matcher rows = busy.matcher(terminal.screen());
            while (rows.find()) {
                workers.add(Long.parseLong(rows.group(1)));
            }
            all.removeAll(workers);
            sessions = all;
        }
        List<ProcessHandle> handles =
                workers.stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
        assertEquals(1, sessions.size(), terminal.screen());
        ProcessHandle.of(sessions.iterator().next()).orElseThrow().destroyForcibly();
        terminal.awaitEnd("session ended: killed by signal 9\nstart a new one? [Y/n]");
        for (ProcessHandle worker : handles) {
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
        terminal.key("Enter");
        terminal.awaitEnd("\njava>");
        terminal.line("1 + 1");
        terminal.awaitEnd("\n2\njava>");
    }

    @Test
    void tabCompletesMembersInBothLanguages() {
        terminal.text("\"abc\".toUpp");
        terminal.key("Tab");
        terminal.awaitText(".toUpperCase(");
        terminal.key("C-u");
        type("py>", "%python");
        type("py>", "text = 'abc'");
        terminal.text("text.uppe");
        terminal.key("Tab");
        terminal.awaitEnd("text.upper");
        terminal.key("C-u");
    }

    @Test
    void keyboardInterruptIsPythonsOwn() {
        type("py>", "%python");
        type("py>", "import time");
        terminal.line("time.sleep(600)");
        terminal.awaitEnd("time.sleep(600)");
        terminal.line("%ps");
        terminal.awaitText("running");
        terminal.key("C-c");
        terminal.awaitText("KeyboardInterrupt");
        terminal.awaitEnd("\npy>");
        type("py>", "6 * 7", "42");
    }

    @Test
    void bothLanguagesReadTheTerminal() {
        terminal.line("new Scanner(System.in).nextLine()");
        terminal.awaitEnd("nextLine()");
        terminal.line("from Java");
        terminal.awaitEnd("\"from Java\"\njava>");
        type("py>", "%python");
        terminal.line("input('name? ')");
        terminal.awaitEnd("name?");
        terminal.line("Ann");
        terminal.awaitEnd("name? Ann\n'Ann'\npy>");
    }

    @Test
    void aPastedPythonFunctionWithAnEmptyLineIsOne() {
        type("py>", "%python");
        type("py>", "1 + 1", "2");
        terminal.paste("def f(x):\n    y = x + 1\n\n    return y\n\nprint(f(1))\n");
        terminal.key("Enter");
        terminal.awaitEnd("\n2\npy>");
    }
}
