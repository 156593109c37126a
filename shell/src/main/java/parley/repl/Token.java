package parley.repl;

/**
 * A piece of code that has a colour.
 *
 * @param start a UTF-16 offset
 * @param end behind the last character
 */
record Token(Kind kind, int start, int end) {
    enum Kind {
        KEYWORD,
        STRING,
        NUMBER,
        COMMENT
    }
}
