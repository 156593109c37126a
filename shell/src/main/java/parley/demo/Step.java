package parley.demo;

/** One part of a lesson: something to read, or something to run. */
public sealed interface Step {
    /**
     * Something to read.
     *
     * @param text Markdown; see {@link Markdown} for how much of it is drawn
     */
    record Narration(String text) implements Step {}

    /**
     * Something to run: one or more whole top-level statements.
     *
     * @param language the name of the back end: {@code java} or {@code python}
     * @param source the code, without a last newline
     * @param firstLine the number of its first line: in a script, its place in the file; in a notebook, 1
     * @param mayFail whether a failure is part of the lesson (the cell's tag {@code raises-exception})
     */
    record Code(String language, String source, int firstLine, boolean mayFail) implements Step {}
}
