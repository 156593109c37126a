package parley.eval;

/**
 * One completion.
 *
 * @param text what replaces the text from {@code start} to the cursor
 * @param start a UTF-16 offset into the code
 */
public record Candidate(String text, int start) {}
