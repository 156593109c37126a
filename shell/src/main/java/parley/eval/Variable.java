package parley.eval;

/**
 * Something the user has defined.
 *
 * @param name its name
 * @param type as the language says it: {@code int}, {@code List<Integer>}, {@code function}
 * @param value its value in one line, shortened to about 60 characters; the signature of a function
 */
public record Variable(String name, String type, String value) {}
