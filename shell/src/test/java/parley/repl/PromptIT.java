package parley.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt on a real terminal, with a session that does what it is told in plain words. */
@Timeout(300)
class PromptIT {
    @TempDir
    Path state;

    private PseudoTerminal terminal;

    @BeforeEach
    void start() {
        assumeTrue(PseudoTerminal.isAvailable(), "tmux is not installed");
        open();
    }

    private void open() {
        terminal = new PseudoTerminal(
                Map.of("XDG_STATE_HOME", state.toString(), "NO_COLOR", "1"),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EchoPrompt.class.getName()));
        terminal.line("value ready");
        terminal.awaitEnd("\nready\njava>"); // the prompt is drawn before it can edit
    }

    @AfterEach
    void stop() {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void expect(String line, String shown) {
        terminal.clear();
        terminal.line(line);
        assertEquals("java> " + line + "\n" + shown + "\njava>", terminal.awaitEnd(shown + "\njava>"));
    }

    private long sessionPid() {
        terminal.clear();
        terminal.line("%ps");
        Matcher row = Pattern.compile("MainProcess +(\\d+)").matcher(terminal.awaitText("MainProcess"));
        assertTrue(row.find());
        return Long.parseLong(row.group(1));
    }

    @Test
    void showsValuesOutputAndFailures() {
        expect("hello", "java: hello");
        expect("print a  b", "a  b");
        expect("fail x", "Traceback: x");
        expect("partial abc", "abc");
        expect("%pss", "unknown command: name=%pss\nMaybe %ps");
        expect("hello?", "about hello");
    }

    @Test
    void switchesLanguages() {
        terminal.line("%python");
        terminal.awaitEnd("\npy>");
        terminal.line("hi");
        terminal.awaitEnd("python: hi\npy>");
        terminal.line("%java hi");
        terminal.awaitEnd("java: hi\npy>");
    }

    @Test
    void asksForMoreLinesUntilTheCodeIsWhole() {
        terminal.line("if x:");
        terminal.awaitEnd("java> if x:\n  ...");
        terminal.line("  y");
        terminal.line("");
        terminal.awaitEnd("java: if x:\n  y\njava>");
    }

    @Test
    void takesAPastedTextWithEmptyLinesAsOne() {
        terminal.paste("{ a\n\n  b\n}");
        terminal.awaitEnd("}");
        terminal.key("Enter");
        terminal.awaitEnd("java: { a\n\n  b\n}\njava>");
    }

    @Test
    void tabCompletesNamesCommandsAndQueues() {
        terminal.text("pr");
        terminal.key("Tab");
        terminal.awaitEnd("java> print");
        terminal.key("C-u");
        terminal.text("%que");
        terminal.key("Tab");
        terminal.awaitEnd("java> %queues");
        terminal.key("C-u");
        terminal.key("Tab");
        terminal.text("x");
        terminal.awaitEnd("java>     x");
    }

    @Test
    void controlCAtThePromptDropsTheLine() {
        StringBuilder screen = new StringBuilder("java>");
        terminal.clear();
        terminal.awaitEnd(screen.toString());
        for (int round = 1; round <= 8; round++) { // one that is heard twice would leave an empty prompt, now and then
            terminal.text("half a li");
            screen.append(" half a li");
            assertEquals(screen.toString(), terminal.awaitEnd(screen.toString()));
            terminal.key("C-c");
            screen.append("\njava>");
            terminal.awaitEnd(screen.toString());
            terminal.line("value " + round);
            screen.append(" value " + round + "\n" + round + "\njava>");
            assertEquals(screen.toString(), terminal.awaitEnd("\n" + round + "\njava>"));
        }
    }

    @Test
    void controlCStopsTheSnippetAndKeepsTheSession() {
        long pid = sessionPid();
        terminal.line("sleep");
        terminal.awaitEnd("sleeping");
        terminal.key("C-c");
        terminal.awaitEnd("stopped\njava>");
        assertEquals(pid, sessionPid());
    }

    @Test
    void aSecondControlCOffersToKillWhatDoesNotStop() {
        terminal.line("stuck");
        terminal.awaitEnd("stuck\nstuck");
        terminal.key("C-c");
        terminal.awaitEnd("still running; Ctrl-C again to end the session");
        terminal.key("C-c");
        terminal.awaitEnd("it does not stop: kill the session? [y/N]");
        terminal.line("y");
        terminal.awaitEnd("session ended: killed by signal 9\nstart a new one? [Y/n]");
        terminal.line("");
        terminal.awaitEnd("\njava>");
        expect("value 1", "1");
    }

    @Test
    void aKilledSessionIsSaidAndANewOneOffered() throws Exception {
        expect("value 1", "1");
        long pid = sessionPid();
        terminal.text("value 2");
        terminal.awaitEnd("value 2");
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        terminal.awaitEnd("session ended: killed by signal 9\nstart a new one? [Y/n]");
        terminal.line("");
        terminal.awaitEnd("java> value 2"); // the line is still there
        terminal.key("Enter");
        terminal.awaitEnd("2\njava>");
        terminal.key("Up");
        terminal.awaitEnd("java> value 2");
        terminal.key("Up");
        terminal.awaitEnd("java> %ps");
    }

    @Test
    void controlDAtTheQuestionLeaves() {
        terminal.line("exit 3");
        terminal.awaitEnd("session ended: exit code 3\nstart a new one? [Y/n]");
        terminal.key("C-d");
        terminal.awaitText("[exit 0]");
    }

    @Test
    void looksIntoASessionThatIsStuck() {
        terminal.line("stuck");
        terminal.awaitEnd("stuck\nstuck");
        terminal.line("%ps");
        String screen = terminal.awaitText("MainProcess");
        assertTrue(screen.contains("running"), screen);
        terminal.line("%quit");
        terminal.awaitText("[exit 0]");
    }

    @Test
    void linesTypedAheadWaitForThePrompt() {
        terminal.line("sleep");
        terminal.awaitEnd("sleeping");
        terminal.line("value one");
        terminal.line("if a:");
        terminal.line("");
        terminal.line("%ps"); // a Ctrl-C drops what is not read yet, as terminals do
        terminal.awaitText("MainProcess");
        terminal.key("C-c");
        terminal.awaitEnd("java: if a:\njava>");
        assertTrue(terminal.screen().contains("java> value one\none\n"), terminal.screen());
    }

    @Test
    void inputReadsTheTerminal() {
        terminal.line("input");
        terminal.awaitEnd("\n?");
        terminal.line("grüße");
        terminal.awaitEnd("got grüße\njava>");
        terminal.line("input");
        terminal.awaitEnd("\n?");
        terminal.key("C-d");
        terminal.awaitEnd("got null\njava>");
    }

    @Test
    void outputOfChildrenAppearsAboveTheLineThatIsTyped() {
        terminal.clear();
        terminal.line("later xyz");
        terminal.text("half a line");
        assertEquals(
                "java> later xyz\nchild: xyz\njava> half a line", terminal.awaitEnd("child: xyz\njava> half a line"));
    }

    @Test
    void controlDLeavesAndNothingIsLeft() throws Exception {
        ProcessHandle session = ProcessHandle.of(sessionPid()).orElseThrow();
        terminal.key("C-d");
        terminal.awaitText("[exit 0]");
        assertFalse(session.isAlive());
    }

    @Test
    void theSessionsOwnExitCodeIsOurs() {
        terminal.line("leave 7");
        terminal.awaitText("[exit 7]");
    }

    @Test
    void aDebuggerGetsEditedCommandsAndOthersStillRun() {
        terminal.line("debug (dbg)");
        terminal.awaitEnd("(dbg)");
        terminal.text("p xy");
        terminal.key("BSpace");
        terminal.key("Enter");
        terminal.awaitEnd("(dbg)p x\n(dbg)");
        terminal.clear();
        terminal.line("%ps");
        terminal.awaitText("debugger command");
        terminal.awaitEnd("(dbg)");
        terminal.clear();
        terminal.line("c");
        terminal.awaitEnd("told p x;c;\njava>");
    }

    @Test
    void aSessionWhoseTerminalIsGoneEnds() throws Exception {
        ProcessHandle session = ProcessHandle.of(sessionPid()).orElseThrow();
        terminal.line("stuck");
        terminal.awaitEnd("stuck\nstuck");
        terminal.close();
        terminal = null;
        session.onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void historyIsKeptBetweenStartsAndPrivate() throws IOException {
        terminal.line("{ one");
        terminal.line("}");
        terminal.awaitEnd("}\njava>");
        terminal.key("C-d");
        terminal.awaitText("[exit 0]");
        terminal.close();
        open();
        terminal.key("Up");
        terminal.awaitEnd("java> value ready");
        terminal.key("Up");
        terminal.awaitEnd("java> { one\n  ... }");
        Path file = state.resolve("parley").resolve("history");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aBugIsReportedInAFile() throws IOException {
        terminal.line("broken x");
        terminal.awaitText(
                "bug in Parley: java.lang.IllegalStateException: a bug: x\nMaybe report it, with this file:");
        try (var files = Files.list(state.resolve("parley"))) {
            Path report = files.filter(file -> file.getFileName().toString().startsWith("bug-"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(Files.readString(report).contains("at parley.session.EchoBackend.eval"));
        }
    }
}
