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
     * @param firstLine the number of its first line: in the file of a script, in the cell of a notebook
     * @param mayFail whether a failure is part of the lesson (the cell's tag {@code raises-exception})
     */
    record Code(String language, String source, int firstLine, boolean mayFail) implements Step {}
}
