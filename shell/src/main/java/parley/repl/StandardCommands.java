package parley.repl;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import parley.eval.Variable;
import parley.inspect.Rows;
import parley.inspect.Table;
import parley.repl.Command.Takes;
import parley.trace.ConnectionRow;
import parley.trace.ManagerRow;
import parley.trace.QueueRow;
import parley.trace.UserFailure;

/** The commands of the prompt. */
final class StandardCommands {
    private static final int SHOWN_ITEMS = 20;
    private static final int SHOWN_HISTORY = 50;

    /** The order is that of the help. */
    static final Commands ALL = new Commands(List.of(
            new Command("ps", "", "processes: what each does and waits for", Takes.NOTHING, true, StandardCommands::ps),
            new Command("queues", "", "queues: how full, and who waits", Takes.NOTHING, true, StandardCommands::queues),
            new Command(
                    "peek", "QUEUE [N]", "the items of a queue, not taken", Takes.QUEUE, true, StandardCommands::peek),
            new Command(
                    "connections",
                    "",
                    "sockets: who talks with whom, how much",
                    Takes.NOTHING,
                    true,
                    StandardCommands::connections),
            new Command(
                    "managers",
                    "",
                    "managers: what each holds, and for whom",
                    Takes.NOTHING,
                    true,
                    StandardCommands::managers),
            new Command("who", "", "what you have defined", Takes.NOTHING, false, StandardCommands::who),
            new Command(
                    "java",
                    "[CODE]",
                    "switch to Java, or run one line of it",
                    Takes.CODE,
                    false,
                    (shell, code) -> language(shell, "java", code)),
            new Command(
                    "python",
                    "[CODE]",
                    "switch to Python, or run one line of it",
                    Takes.CODE,
                    false,
                    (shell, code) -> language(shell, "python", code)),
            new Command("run", "FILE", "run a script in this session", Takes.FILE, false, StandardCommands::run),
            new Command("time", "CODE", "run code and say how long it took", Takes.CODE, false, StandardCommands::time),
            new Command("history", "[N]", "what was typed", Takes.NOTHING, true, StandardCommands::history),
            new Command(
                    "restart",
                    "",
                    "end the session, start a new one",
                    Takes.NOTHING,
                    true,
                    (shell, _) -> shell.restart()),
            new Command("help", "[NAME]", "this, or help on a name", Takes.COMMAND, true, StandardCommands::help),
            new Command("quit", "", "leave, as Ctrl-D does", Takes.NOTHING, true, (shell, _) -> shell.leave(0))));

    private StandardCommands() {}

    private static void ps(Shell shell, String arguments) {
        Look look = shell.look();
        shell.print(
                Rows.processes(look.processes(), look.queues(), Instant.now()).render(shell.width(), shell.colours()));
    }

    private static void queues(Shell shell, String arguments) {
        List<QueueRow> rows = shell.look().queues();
        shell.print(rows.isEmpty() ? "no queues" : Rows.queues(rows).render(shell.width(), shell.colours()));
    }

    private static void connections(Shell shell, String arguments) {
        List<ConnectionRow> rows = shell.look().connections();
        shell.print(
                rows.isEmpty()
                        ? "no connections"
                        : Rows.connections(rows, Instant.now()).render(shell.width(), shell.colours()));
    }

    private static void managers(Shell shell, String arguments) {
        List<ManagerRow> rows = shell.look().managers();
        if (rows.isEmpty()) {
            shell.print("no managers");
            return;
        }
        for (Table table : Rows.managers(rows)) {
            if (!table.rows().isEmpty()) {
                shell.print(table.render(shell.width(), shell.colours()));
            }
        }
    }

    private static void peek(Shell shell, String arguments) {
        int space = arguments.indexOf(' ');
        String name = space < 0 ? arguments : arguments.substring(0, space);
        if (name.isEmpty()) {
            throw new UserFailure("usage: %peek QUEUE [N]");
        }
        int limit = space < 0 ? SHOWN_ITEMS : number(arguments.substring(space).strip());
        List<byte[]> items = shell.look().peek(name).orElseThrow(() -> noQueue(shell, name));
        String label = shell.look().queues().stream()
                .filter(row -> row.name().equals(name) || row.label().equals(name))
                .findFirst()
                .map(StandardCommands::fullName)
                .orElse(name);
        shell.print(Rows.items(label, items, limit, shell.width()));
    }

    private static String fullName(QueueRow row) {
        return row.label().isEmpty() ? row.name() : row.name() + " (" + row.label() + ")";
    }

    private static UserFailure noQueue(Shell shell, String name) {
        List<QueueRow> rows = shell.look().queues();
        String known = rows.stream().map(StandardCommands::fullName).collect(Collectors.joining(", "));
        return new UserFailure(
                "no such queue: name=" + name + (rows.isEmpty() ? "" : "\nMaybe one of these: " + known));
    }

    private static void who(Shell shell, String arguments) {
        List<Variable> variables = shell.backend(shell.language()).variables();
        shell.print(
                variables.isEmpty()
                        ? "nothing defined"
                        : Rows.variables(variables).render(shell.width(), shell.colours()));
    }

    private static void language(Shell shell, String language, String code) {
        if (code.isEmpty()) {
            shell.language(language);
        } else {
            var _ = shell.evaluate(language, code);
        }
    }

    private static void run(Shell shell, String arguments) {
        if (arguments.isEmpty()) {
            throw new UserFailure("usage: %run FILE");
        }
        Path file = CodeCompleter.path(arguments);
        String name = file.toString().toLowerCase(Locale.ROOT);
        String language = name.endsWith(".py")
                ? "python"
                : name.endsWith(".jsh") || name.endsWith(".java") ? "java" : shell.language();
        var _ = shell.evaluate(language, read(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UserFailure("no such file: path=" + file);
        } catch (MalformedInputException e) {
            throw new UserFailure("file is not UTF-8 text: path=" + file);
        } catch (IOException e) {
            throw new UserFailure("file cannot be read: path=" + file + ", because=" + e.getMessage());
        }
    }

    private static void time(Shell shell, String code) {
        if (code.isEmpty()) {
            throw new UserFailure("usage: %time CODE");
        }
        long start = System.nanoTime();
        var _ = shell.evaluate(shell.language(), code);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        shell.print(String.format(Locale.ROOT, "%.3f s", took.toNanos() / 1e9));
    }

    private static void history(Shell shell, String arguments) {
        List<String> all = shell.history();
        int count = arguments.isEmpty() ? SHOWN_HISTORY : number(arguments);
        shell.print(String.join("\n", all.subList(Math.max(0, all.size() - count), all.size())));
    }

    private static void help(Shell shell, String arguments) {
        String name = arguments.startsWith("%") ? arguments.substring(1) : arguments;
        Optional<Command> command = ALL.find(name);
        if (name.isEmpty()) {
            shell.print(list());
        } else if (command.isPresent()) {
            shell.print(command.get().usage() + "\n    " + command.get().help());
        } else if (arguments.startsWith("%")) {
            var _ = ALL.get(name);
        } else {
            shell.print(about(shell, name));
        }
    }

    /** What the prompt's language says about a name. */
    static String about(Shell shell, String name) {
        String text = shell.backend(shell.language()).inspect(name, name.length());
        if (text.isBlank()) {
            throw new UserFailure("nothing known: name=" + name);
        }
        return text;
    }

    private static String list() {
        int width =
                ALL.all().stream().mapToInt(one -> one.usage().length()).max().orElse(0);
        String lines = ALL.all().stream()
                .map(one -> one.usage() + " ".repeat(width - one.usage().length() + 2) + one.help() + "\n")
                .collect(Collectors.joining());
        String anytime = ALL.all().stream()
                .filter(Command::anytime)
                .map(one -> "%" + one.name())
                .collect(Collectors.joining(" "));
        return lines + """

                name?   what a name means
                While a snippet runs, Ctrl-C stops it. Lines you type meanwhile answer input(), or wait for the prompt;
                but these commands run at once: %s
                """.formatted(anytime);
    }

    private static int number(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new UserFailure("not a number: text=" + text);
        }
    }
}
