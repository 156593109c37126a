package parley.demo;

/**
 * One line of a script, as the reader of its language sees it.
 *
 * @param kind what it is
 * @param code the line as it stands
 * @param text of a comment: the line without its marks; of a marker: its title
 * @param number its number in the file, from 1
 */
record ScriptLine(Kind kind, String code, String text, int number) {
    enum Kind {
        /** Nothing but space, between statements. */
        BLANK,
        /** A whole-line comment between two top-level statements, or the text at the head of the file. */
        COMMENT,
        /** {@code # %%} or {@code // %%}: here a cell begins. */
        MARKER,
        /** Everything else: also blank lines and comments inside a statement. */
        CODE
    }

    private static final String MARK = "%%";

    static ScriptLine code(String line, int number) {
        return new ScriptLine(Kind.CODE, line, "", number);
    }

    static ScriptLine blank(int number) {
        return new ScriptLine(Kind.BLANK, "", "", number);
    }

    /** A comment: a marker if its text begins with {@code %%}. */
    static ScriptLine comment(String line, String text, int number) {
        if (text.startsWith(MARK)) {
            String title =
                    text.substring(MARK.length()).replace("[markdown]", "").strip();
            return new ScriptLine(Kind.MARKER, line, title, number);
        }
        return new ScriptLine(Kind.COMMENT, line, text, number);
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** The same line, as part of a statement. */
    ScriptLine inside() {
        return code(code, number);
    }
}
