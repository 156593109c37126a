package parley.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.eval.Backend;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;
import parley.trace.ConnectionRow;
import parley.trace.ConnectionState;
import parley.trace.HeldRow;
import parley.trace.ManagerRow;
import parley.trace.ProcessRow;
import parley.trace.ProcessState;
import parley.trace.QueueRow;
import parley.trace.UserFailure;
import parley.wire.Encoder;

/** Text in, text out: commands on a shell that only writes down what they do. */
class CommandsTest {
    private final StringBuilder out = new StringBuilder();
    private final Shell shell = new Recorder();
    private String language = "java";
    private List<Variable> variables = List.of();

    private String run(String line) {
        out.setLength(0);
        Input.Call call = (Input.Call) Input.of(line);
        StandardCommands.ALL.get(call.name()).action().run(shell, call.arguments());
        return out.toString();
    }

    private String failure(String line) {
        return assertThrows(UserFailure.class, () -> run(line)).getMessage();
    }

    @Test
    void psShowsProcessesAndTheVariableThatTheyWaitFor() {
        String text = run("%ps");
        assertTrue(text.startsWith("name       pid  parent"), text);
        assertTrue(text.contains("waiting  get Queue-1 (q)"), text);
    }

    @Test
    void managersShowsWhatEachHolds() {
        assertTrue(run("%managers").contains("Manager-1  SyncManager-1 (pid 7)  serving        2        1  /run/m"));
        assertTrue(run("%managers").contains("Manager-1  a   dict           3  {'x': 1}"));
    }

    @Test
    void queuesShowsItemsAndWaiters() {
        assertTrue(run("%queues").contains("Queue-1  q             2   none               1               0"));
    }

    @Test
    void peekShowsItemsByVariableOrName() {
        assertEquals("Queue-1 (q): 2 items\n  0  'hello'\n  1  42\n", run("%peek q"));
        assertEquals("Queue-1 (q): 2 items\n  0  'hello'\n  … 1 more\n", run("%peek Queue-1 1"));
    }

    @Test
    void connectionsShowsSockets() {
        assertTrue(run("%connections").contains("MainProcess (pid 6)  listening  127.0.0.1:80"));
    }

    @Test
    void peekSaysWhichQueuesThereAre() {
        assertEquals("no such queue: name=p\nMaybe one of these: Queue-1 (q)", failure("%peek p"));
        assertEquals("usage: %peek QUEUE [N]", failure("%peek"));
        assertEquals("not a number: text=many", failure("%peek q many"));
    }

    @Test
    void unknownCommandsNameTheNearest() {
        assertEquals("unknown command: name=%pss\nMaybe %ps", failure("%pss"));
        assertEquals("unknown command: name=%qeues\nMaybe %queues", failure("%qeues"));
        assertEquals("unknown command: name=%hist\nMaybe %history", failure("%hist"));
        assertEquals("unknown command: name=%py\nMaybe %python", failure("%py"));
        assertEquals("unknown command: name=%zzzzzzz\nMaybe %help, which lists them all", failure("%zzzzzzz"));
    }

    @Test
    void languagesAreSwitchedOrUsedOnce() {
        assertEquals("", run("%python"));
        assertEquals("python", language);
        assertEquals("[java] 1+1\n", run("%java 1+1"));
        assertEquals("python", language);
    }

    @Test
    void whoListsWhatIsDefined() {
        assertEquals("nothing defined\n", run("%who"));
        variables = List.of(new Variable("n", "int", "3"));
        assertEquals("name  type  value\nn     int   3\n", run("%who"));
    }

    @Test
    void runTakesTheLanguageFromTheFileName(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("a.py"), "print(1)\n");
        assertEquals("[python] print(1)\n\n", run("%run " + script));
        Files.writeString(folder.resolve("b.jsh"), "int x = 1;");
        assertEquals("[java] int x = 1;\n", run("%run " + folder.resolve("b.jsh")));
    }

    @Test
    void runSaysWhatIsWrongWithAFile(@TempDir Path folder) throws IOException {
        assertEquals("no such file: path=nowhere.py", failure("%run nowhere.py"));
        Path binary = Files.write(folder.resolve("b.py"), new byte[] {(byte) 0xff, 0});
        assertEquals("file is not UTF-8 text: path=" + binary, failure("%run " + binary));
        assertTrue(failure("%run " + folder).startsWith("file cannot be read: path="));
    }

    @Test
    void timeSaysHowLongItTook() {
        assertTrue(run("%time f()").matches("\\[java] f\\(\\)\n0\\.\\d\\d\\d s\n"));
    }

    @Test
    void helpListsEveryCommandInLinesThatFit() {
        String help = run("%help");
        StandardCommands.ALL.all().forEach(one -> assertTrue(help.contains("%" + one.name()), one.name()));
        assertTrue(help.lines().allMatch(line -> line.length() <= 120), help);
        assertEquals("%peek QUEUE [N]\n    the items of a queue, not taken\n", run("%help peek"));
        assertEquals("about foo\n", run("%help foo"));
    }

    @Test
    void whatWorksWhileASnippetRunsAsksTheSessionNothing() {
        assertEquals(
                List.of("ps", "queues", "peek", "connections", "managers", "history", "restart", "help", "quit"),
                StandardCommands.ALL.all().stream()
                        .filter(Command::anytime)
                        .map(Command::name)
                        .toList());
    }

    @Test
    void historyShowsTheLast() {
        assertEquals("b\nc\n", run("%history 2"));
    }

    @Test
    void inputIsTakenApart() {
        assertEquals(new Input.Nothing(), Input.of("  \n "));
        assertEquals(new Input.Code("a % b"), Input.of("a % b"));
        assertEquals(new Input.About("os.path"), Input.of("os.path? "));
        assertEquals(new Input.Code("x > 1 ?"), Input.of("x > 1 ?"));
        assertEquals(new Input.Call("python", "if 1:\n  x", 8), Input.of("%python if 1:\n  x\n"));
        assertEquals(new Input.Call("", "", 1), Input.of("%"));
    }

    private final class Recorder implements Shell {
        @Override
        public void print(String text) {
            out.append(text.endsWith("\n") ? text : text + "\n");
        }

        @Override
        public int width() {
            return 100;
        }

        @Override
        public boolean colours() {
            return false;
        }

        @Override
        public String language() {
            return language;
        }

        @Override
        public void language(String name) {
            language = name;
        }

        @Override
        public Backend backend(String name) {
            return new Answers();
        }

        @Override
        public Outcome evaluate(String name, String code) {
            print("[" + name + "] " + code + (code.endsWith("\n") ? "\n" : ""));
            return new Outcome.Done();
        }

        @Override
        public Look look() {
            return new Look() {
                @Override
                public List<ProcessRow> processes() {
                    return List.of(new ProcessRow(
                            "Process-1", 7, 6, "java", ProcessState.WAITING, "get Queue-1", Instant.now(), null));
                }

                @Override
                public List<QueueRow> queues() {
                    return List.of(new QueueRow("Queue-1", "q", 2, 0, 1, 0));
                }

                @Override
                public List<ManagerRow> managers() {
                    return List.of(new ManagerRow(
                            "Manager-1",
                            "/run/m",
                            "SyncManager-1 (pid 7)",
                            "serving",
                            2,
                            List.of(new HeldRow("a", "dict", 3, "{'x': 1}"))));
                }

                @Override
                public List<ConnectionRow> connections() {
                    return List.of(new ConnectionRow(
                            "MainProcess (pid 6)",
                            ConnectionState.LISTENING,
                            "127.0.0.1:80",
                            "",
                            Instant.now(),
                            2,
                            0,
                            0,
                            0));
                }

                @Override
                public Optional<List<byte[]>> peek(String queue) {
                    return List.of("q", "Queue-1").contains(queue)
                            ? Optional.of(List.of(
                                    new Encoder().text("hello").toBytes(),
                                    new Encoder().integer(42).toBytes()))
                            : Optional.empty();
                }
            };
        }

        @Override
        public List<String> history() {
            return new ArrayList<>(List.of("a", "b", "c"));
        }

        @Override
        public void restart() {
            print("restarted");
        }

        @Override
        public void leave(int status) {
            print("left " + status);
        }
    }

    /** Answers questions; nothing runs here. */
    private final class Answers implements Backend {
        @Override
        public String language() {
            return language;
        }

        @Override
        public Completeness completeness(String code) {
            return Completeness.COMPLETE;
        }

        @Override
        public Outcome eval(String code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Candidate> complete(String code, int cursor) {
            return List.of();
        }

        @Override
        public String inspect(String code, int cursor) {
            return "about " + code;
        }

        @Override
        public List<Variable> variables() {
            return variables;
        }

        @Override
        public Map<String, String> shared() {
            return Map.of();
        }

        @Override
        public void interrupt() {}

        @Override
        public void close() {}
    }
}
