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
 *   (nothing)                ─▶ the prompt, or the code on standard input
 *   run FILE ...             ─▶ Programs
 *   -c CODE ...              ─▶ Programs
 *   --lang, --help, mistakes ─▶ Commands: the same, and all the rest
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

    private static int start(String[] args) {
        List<String> words = List.of(args);
        try {
            if (words.isEmpty()) {
                return Programs.open(Languages.JAVA);
            }
            boolean plain = words.size() > 1 && !words.get(1).startsWith("-");
            if (plain && words.getFirst().equals("run")) {
                return Programs.runFile(Path.of(args[1]), null, words.subList(2, args.length));
            }
            if (plain && words.getFirst().equals("-c")) {
                return Programs.runCode(args[1], Languages.JAVA, words.subList(2, args.length));
            }
            return Commands.execute(args);
        } catch (RuntimeException | IOException e) {
            return failed(e);
        }
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
