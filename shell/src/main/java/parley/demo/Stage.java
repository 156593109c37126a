package parley.demo;

/** Where a lesson is presented: something that shows text and waits for a key. Used by one thread. */
public interface Stage {
    /** What the presenter wants. */
    enum Key {
        /** Enter: run the code, or go on. */
        NEXT,
        /** {@code b}: show the step before. */
        BACK,
        /** {@code r}: run this step's code again. */
        AGAIN,
        /** {@code q}, or the end of the input. */
        QUIT
    }

    /** Shows one or more whole lines; the last newline is not part of {@code text}. */
    void show(String text);

    /** Waits for a key; meanwhile {@code hint} says which keys do what. */
    Key key(String hint);

    /** How many columns a line has. */
    int width();

    /** Whether text may have colours (ANSI escape sequences). */
    boolean coloured();
}
