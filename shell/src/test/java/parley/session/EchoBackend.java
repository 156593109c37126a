package parley.session;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.debug.Turn;
import parley.eval.Backend;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;
import parley.memory.RunFolder;
import parley.trace.FailureKind;

/**
 * A language that does what the first word of its code says, for tests of everything around a language. {@link #main}
 * is a session that has it twice.
 */
public final class EchoBackend implements Backend {
    private final String language;
    private final List<Variable> variables = new ArrayList<>();
    private volatile Thread running;

    EchoBackend(String language) {
        this.language = language;
    }

    /** A session process: the arguments are the run folder and the first language. */
    public static void main(String[] args) {
        SessionServer.serve(
                new RunFolder(java.nio.file.Path.of(args[0])),
                args[1],
                Map.of("java", () -> new EchoBackend("java"), "python", () -> new EchoBackend("python")));
    }

    /** The command line of such a session, with this process's own class path. */
    public static List<String> command(RunFolder folder, String language) {
        return List.of(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java")
                        .toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                EchoBackend.class.getName(),
                folder.path().toString(),
                language);
    }

    @Override
    public String language() {
        return language;
    }

    /** A line that ends in a colon wants an empty line; an open brace wants its end. */
    @Override
    public Completeness completeness(String code) {
        if (code.isBlank()) {
            return Completeness.EMPTY;
        }
        boolean block = code.lines().findFirst().orElseThrow().endsWith(":") && !code.endsWith("\n");
        boolean open = code.chars().filter(c -> c == '{').count()
                > code.chars().filter(c -> c == '}').count();
        return block || open ? Completeness.INCOMPLETE : Completeness.COMPLETE;
    }

    @Override
    public Outcome eval(String code) {
        String[] words = code.strip().split("\\s+", 2);
        String rest = words.length == 1 ? "" : words[1];
        running = Thread.currentThread();
        try {
            return switch (words[0]) {
                case "print" -> {
                    System.out.println(rest);
                    yield new Outcome.Done();
                }
                case "partial" -> {
                    System.out.print(rest);
                    yield new Outcome.Done();
                }
                case "flood" -> {
                    for (int i = 0; i < Integer.parseInt(rest); i++) {
                        System.out.println("line " + i);
                    }
                    yield new Outcome.Value("flooded");
                }
                case "later" -> later(rest);
                case "value" -> new Outcome.Value(rest);
                case "set" -> {
                    variables.add(new Variable(rest, "int", "1"));
                    yield new Outcome.Done();
                }
                case "fail" -> new Outcome.Failed(FailureKind.USER, "Traceback: " + rest);
                case "broken" -> throw new IllegalStateException("a bug: " + rest);
                case "input" -> new Outcome.Value("got " + line());
                case "debug" -> debug(rest);
                case "sleep" -> {
                    System.out.println("sleeping");
                    Thread.sleep(60_000);
                    yield new Outcome.Done();
                }
                case "stuck" -> {
                    System.out.println("stuck");
                    while (true) {
                        Thread.onSpinWait();
                    }
                }
                case "exit" -> {
                    Runtime.getRuntime().halt(Integer.parseInt(rest));
                    yield new Outcome.Done();
                }
                case "leave" -> new Outcome.Left(Integer.parseInt(rest));
                default -> new Outcome.Value(language + ": " + code);
            };
        } catch (InterruptedException | java.io.IOException e) {
            return new Outcome.Failed(FailureKind.STOPPED, "");
        } finally {
            running = null;
        }
    }

    /** A debugger that says what it was told, until it is told to go on. */
    private static Outcome debug(String prompt) {
        StringBuilder told = new StringBuilder();
        Turn.Reply reply = Turn.take();
        while (reply instanceof Turn.Reply.Line && !told.toString().endsWith("c;")) {
            reply = Turn.line(prompt);
            told.append(reply instanceof Turn.Reply.Line(String text) ? text : "end")
                    .append(';');
        }
        Turn.give();
        return new Outcome.Value("told " + told);
    }

    /** Prints when the snippet has long ended, as a child does. */
    private static Outcome later(String text) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                return;
            }
            System.out.println("child: " + text);
        });
        return new Outcome.Done();
    }

    private static String line() throws java.io.IOException {
        System.out.print("? ");
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    @Override
    public List<Candidate> complete(String code, int cursor) {
        int start = cursor;
        while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
            start--;
        }
        String word = code.substring(start, cursor);
        int from = start;
        return List.of("print", "partial", "value").stream()
                .filter(name -> name.startsWith(word))
                .map(name -> new Candidate(name, from))
                .toList();
    }

    @Override
    public String inspect(String code, int cursor) {
        return "about " + code;
    }

    @Override
    public List<Variable> variables() {
        return List.copyOf(variables);
    }

    @Override
    public Map<String, String> shared() {
        return Map.of();
    }

    @Override
    public void interrupt() {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void close() {}
}
