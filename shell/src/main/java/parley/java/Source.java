package parley.java;

/**
 * A text and where it is from.
 *
 * @param name {@code prompt}, or a file's name
 * @param firstLine the line of that place at which the text starts, from 1
 * @param text the code
 */
record Source(String name, int firstLine, String text) {
    static final String PROMPT = "prompt";

    /** The part from an offset on, as a source of its own. */
    Source part(int from, String part) {
        return new Source(name, firstLine + lineBreaks(text, from), part);
    }

    /** The line of the place at which {@code offset} of the text is. */
    int line(int offset) {
        return firstLine + lineBreaks(text, offset);
    }

    boolean isPrompt() {
        return name.equals(PROMPT);
    }

    private static int lineBreaks(String text, int end) {
        return (int) text.substring(0, Math.clamp(end, 0, text.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
    }
}
