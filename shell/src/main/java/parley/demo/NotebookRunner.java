package parley.demo;

import java.io.PrintStream;
import java.util.Map;
import parley.demo.Step.Code;
import parley.eval.Backend;
import parley.eval.Outcome;
import parley.trace.FailureKind;
import parley.trace.UserFailure;

/** Runs a lesson's code from the first cell to the last, or to the first that fails, without its narration. */
public final class NotebookRunner {
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130; // as a shell says it: 128 + SIGINT

    private final Map<String, Backend> backends;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * What cells print while they run goes where the back ends print; only values and failures come from here.
     *
     * @param backends each language's name to its back end; asked for the languages that occur, before the first cell
     */
    public NotebookRunner(Map<String, Backend> backends, PrintStream out, PrintStream err) {
        this.backends = backends;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the cells in order.
     *
     * @return the exit status: 0, or 1 after a failed cell, 130 after an interrupt, or what a cell left with
     * @throws UserFailure if a cell is in a language that has no back end; then none has run
     */
    public int run(Lesson lesson) {
        demand(lesson, backends);
        int number = 0;
        for (Step step : lesson.steps()) {
            if (!(step instanceof Code code)) {
                continue;
            }
            number++;
            switch (backend(code, backends).eval(code.source())) {
                case Outcome.Done() -> {}
                case Outcome.Value(String text) -> out.println(text);
                case Outcome.Left(int status) -> {
                    return status;
                }
                case Outcome.Failed(FailureKind kind, String text) -> {
                    out.flush();
                    err.println(text);
                    if (kind == FailureKind.STOPPED || !code.mayFail()) {
                        err.println("cell " + number + " failed: " + firstLine(code.source()));
                        return kind == FailureKind.STOPPED ? INTERRUPTED : FAILED;
                    }
                }
            }
            out.flush();
        }
        return 0;
    }

    /** Fails if a language of the lesson has no back end: better before the first cell than before the last. */
    static void demand(Lesson lesson, Map<String, Backend> backends) {
        for (Step step : lesson.steps()) {
            if (step instanceof Code code) {
                backend(code, backends);
            }
        }
    }

    static Backend backend(Code code, Map<String, Backend> backends) {
        Backend backend = backends.get(code.language());
        if (backend == null) {
            throw new UserFailure("no such language: language=" + code.language() + "\nMaybe java or python");
        }
        return backend;
    }

    private static String firstLine(String source) {
        return source.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
