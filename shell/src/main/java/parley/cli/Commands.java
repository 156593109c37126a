package parley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line: what it may say, and what is started by it. */
@Command(
        name = "parley",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        description = "A shell in which processes talk, in Java and in Python.",
        synopsisHeading = "",
        customSynopsis = {
            "parley [--lang=LANGUAGE]                     the prompt",
            "parley [--lang=LANGUAGE] -c CODE [ARG...]    runs CODE",
            "parley [--lang=LANGUAGE] < FILE              runs what comes through standard input",
            "parley run FILE [ARG...]                     runs a script or a notebook: .py, .jsh, .ipynb",
            "parley run -m MODULE [ARG...]                runs a module or a package of Python",
            "parley present FILE                          shows one step by step",
            "parley doctor                                tells what is in use, and what is missing",
            "parley forkserver status|start|stop          the warm process that fast starts are copied from",
            "parley --no-resident ...                     any of these, without that process"
        },
        descriptionHeading = "%n",
        optionListHeading = "%n",
        subcommands = {Commands.Run.class, Commands.Present.class, Commands.Examine.class, Commands.Server.class})
final class Commands implements Callable<Integer> {
    @Option(
            names = "--lang",
            paramLabel = "LANGUAGE",
            description = "java (the default) or python; at the prompt, %%java and %%python switch.")
    private String language = Languages.JAVA;

    @Option(
            names = "-c",
            paramLabel = "CODE",
            parameterConsumer = Rest.class,
            description = "Run CODE; all that follows are its arguments.")
    private List<String> code = new ArrayList<>();

    @Parameters(hidden = true)
    private List<String> unknown = new ArrayList<>();

    private Commands() {}

    /** Does what the command line says; gives the exit code. */
    static int execute(String... args) {
        return new CommandLine(new Commands())
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((e, _) -> Main.failed(Mistake.in(e)))
                .setExecutionExceptionHandler((e, _, _) -> Main.failed(e))
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        if (!unknown.isEmpty()) {
            throw Mistake.unknownCommand(unknown.getFirst());
        }
        Languages.known(language);
        return code.isEmpty()
                ? Programs.open(language)
                : Programs.runCode(code.getFirst(), language, code.subList(1, code.size()));
    }

    /** {@code parley run FILE}. */
    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Runs a script or a notebook: .py, .jsh, .ipynb.")
    static final class Run implements Callable<Integer> {
        @Option(
                names = "--lang",
                paramLabel = "LANGUAGE",
                description = "java or python, where the file's name does not tell.")
        private @Nullable String language;

        @Option(
                names = "-m",
                paramLabel = "MODULE",
                parameterConsumer = Rest.class,
                description = "Run a module or a package of Python; all that follows are its arguments.")
        private List<String> module = new ArrayList<>();

        @Parameters(
                arity = "0..*",
                paramLabel = "FILE",
                parameterConsumer = Rest.class,
                description = "The file, - for the standard input, and what the program finds as its arguments.")
        private List<String> fileAndArguments = new ArrayList<>();

        @Override
        public Integer call() throws IOException {
            if (!module.isEmpty()) {
                return Programs.runModule(module.getFirst(), module.subList(1, module.size()));
            }
            if (fileAndArguments.isEmpty()) {
                throw new UserFailure("nothing to run\nMaybe ./parley run FILE, or ./parley run -m MODULE");
            }
            if (fileAndArguments.getFirst().equals("-")) {
                return Programs.runInput(
                        language == null ? Languages.JAVA : language,
                        fileAndArguments.subList(1, fileAndArguments.size()));
            }
            return Programs.runFile(
                    Path.of(fileAndArguments.getFirst()),
                    language,
                    fileAndArguments.subList(1, fileAndArguments.size()));
        }
    }

    /** {@code parley present FILE}. */
    @Command(
            name = "present",
            mixinStandardHelpOptions = true,
            description = "Shows a notebook or a script step by step, one on Enter.")
    static final class Present implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "A .py, .jsh or .ipynb file.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            return Programs.present(file, Terminal.stage());
        }
    }

    /** {@code parley doctor}. */
    @Command(
            name = "doctor",
            mixinStandardHelpOptions = true,
            description = "Tells what is in use, and what is missing.")
    static final class Examine implements Callable<Integer> {

        @Override
        public Integer call() throws IOException, InterruptedException {
            return new Doctor(System.out).examine();
        }
    }

    /** {@code parley forkserver}. */
    @Command(
            name = "forkserver",
            mixinStandardHelpOptions = true,
            description =
                    "The warm process that sessions and workers are copied from. It comes up behind the first run,"
                            + " and leaves when nobody needs it for " + Resident.PATIENCE_MINUTES
                            + " minutes, or for as many as "
                            + Resident.PATIENCE + " says.")
    static final class Server implements Callable<Integer> {
        /** What can be asked of it. */
        enum Action {
            status,
            start,
            stop
        }

        @Parameters(paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
        private Action action = Action.status;

        @Override
        public Integer call() throws IOException, InterruptedException {
            return switch (action) {
                case status -> Resident.printStatus(System.out);
                case start -> Resident.start(System.out);
                case stop -> Resident.stop(System.out);
            };
        }
    }

    /** Takes everything that is left, also what looks like an option: it belongs to the user's program. */
    static final class Rest implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> args, ArgSpec spec, CommandSpec command) {
            if (args.isEmpty()) {
                throw new MissingParameterException(command.commandLine(), spec, spec.paramLabel());
            }
            List<String> values = spec.getValue();
            while (!args.isEmpty()) {
                values.add(args.pop());
            }
        }
    }

    /** What {@code --version} shows. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Doctor.title()};
        }
    }
}
