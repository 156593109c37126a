package parley.java;

import java.util.List;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.jspecify.annotations.Nullable;

/**
 * JShell makes every class of the user public, and then the compiler wants a record's own constructor to be public too,
 * which nobody writes: {@code record P(int x) { P { check(x); } }}. Has no state.
 */
final class Mending {
    private static final String CODE = "compiler.err.invalid.canonical.constructor.in.record";

    private Mending() {}

    /** The statement with the missing modifier, where that was the only thing wrong with it; else null. */
    static @Nullable Source publicConstructor(Source statement, List<SnippetEvent> events, JShell shell) {
        if (events.size() != 1) {
            return null;
        }
        List<Diag> errors = shell.diagnostics(events.getFirst().snippet())
                .filter(Diag::isError)
                .toList();
        if (errors.isEmpty()
                || !errors.stream().allMatch(error -> error.getCode().equals(CODE))) {
            return null;
        }
        int at = (int) errors.getFirst().getPosition();
        String text = statement.text();
        if (at < 0
                || at >= text.length()
                || text.substring(0, at).stripTrailing().endsWith("public")) {
            return null;
        }
        return new Source(
                statement.name(), statement.firstLine(), text.substring(0, at) + "public " + text.substring(at));
    }
}
