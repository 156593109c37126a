package parley.eval;

import parley.trace.FailureKind;

/** How one evaluation ended. */
public sealed interface Outcome {
    /** It ran, and there is nothing to show. */
    record Done() implements Outcome {}

    /**
     * It ran, and its last expression has a value to show.
     *
     * @param text as the language shows it: {@code [0, 3, 6]} or {@code 'abc'}
     */
    record Value(String text) implements Outcome {}

    /**
     * It failed.
     *
     * @param kind whose failure it is
     * @param text as the language shows it, with its traceback; lines without a last newline
     */
    record Failed(FailureKind kind, String text) implements Outcome {}

    /**
     * It asked to leave: {@code sys.exit(n)}, {@code /exit n}.
     *
     * @param status the exit code
     */
    record Left(int status) implements Outcome {}
}
