package parley.cli;

import parley.trace.Failure;
import parley.trace.FailureKind;

/** The program's entry. */
public final class Main {
    /** The exit code for a command line, or a file, that makes no sense. */
    static final int USAGE = 2;

    /** The exit code for a program that failed, or could not run. */
    static final int FAILED = 1;

    private Main() {}

    /**
     * Starts; ends the process with the exit code of what was started.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(Commands.execute(args));
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
