package parley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import parley.trace.Failure;
import parley.trace.FailureKind;

/**
 * The program's entry.
 *
 * <pre>
 *   (nothing), --lang LANGUAGE   the prompt, or the code on standard input
 *   run FILE ..., -c CODE ...    a program
 *   python ...                   the same by Python's own options: bin/python3, which is sys.executable
 *   anything else                Commands: the same with options, --help, doctor, mistakes
 * </pre>
 *
 * The common ones go past {@link Commands}: picocli's classes are of a format that an AOT cache does not take, and
 * loading them took 150 ms of a start that takes 50.
 */
public final class Main {
    /** The exit code for a command line, or a file, that makes no sense. */
    static final int USAGE = 2;

    /** The exit code for a program that failed, or could not run. */
    static final int FAILED = 1;

    /** The exit code for what Ctrl-C ended, as a shell says it: 128 + SIGINT. */
    static final int INTERRUPTED = 130;

    private Main() {}

    /**
     * Starts; ends the process with the exit code of what was started.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(start(args));
    }

    /** The same, but leaves the end to the caller; gives the exit code. */
    static int start(String... args) {
        try {
            if (args.length == 0) {
                return Programs.open(Languages.JAVA);
            }
            if (args[0].equals("python")) {
                return Programs.runPython(PythonCommand.read(List.of(args).subList(1, args.length)));
            }
            boolean plain = args.length > 1 && !args[1].startsWith("-");
            return switch (plain ? args[0] : "") {
                case "run" -> Programs.runFile(Path.of(args[1]), null, rest(args));
                case "-c" -> Programs.runCode(args[1], Languages.JAVA, rest(args));
                case "--lang" -> args.length == 2 ? Programs.open(args[1]) : Commands.execute(args);
                default -> Commands.execute(args);
            };
        } catch (RuntimeException | IOException e) {
            return failed(e);
        }
    }

    private static List<String> rest(String... args) {
        return List.of(args).subList(2, args.length);
    }

    /** Shows a failure in the way of its kind; gives the exit code. */
    static int failed(Exception failure) {
        if (failure instanceof Failure known && known.kind() != FailureKind.BUG) {
            System.err.println("parley: " + known.getMessage());
            return known.kind() == FailureKind.USER ? USAGE : FAILED;
        }
        System.err.println("parley: our mistake, please report it:");
        failure.printStackTrace();
        return FAILED;
    }
}
