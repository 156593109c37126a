package parley.java;

import java.util.List;
import java.util.Locale;
import jdk.jshell.Diag;

/** The compiler's messages about one snippet, with the user's own line and a mark under the place. Has no state. */
final class Diagnostics {
    private Diagnostics() {}

    static String text(Source snippet, List<Diag> diagnostics) {
        StringBuilder text = new StringBuilder();
        for (Diag diagnostic : diagnostics) {
            if (diagnostic.isError()) {
                append(text, snippet, diagnostic);
            }
        }
        return text.isEmpty()
                ? "error: the snippet was rejected"
                : text.toString().stripTrailing();
    }

    private static void append(StringBuilder text, Source snippet, Diag diagnostic) {
        List<String> message = diagnostic
                .getMessage(Locale.getDefault())
                .lines()
                .map(Imports::shorten)
                .filter(line -> !line.strip().startsWith("location: class") && !line.isBlank())
                .toList();
        int at = Math.clamp(
                diagnostic.getPosition(), 0, snippet.text().stripTrailing().length());
        text.append(place(snippet, at))
                .append("error: ")
                .append(message.getFirst())
                .append('\n');
        int start = snippet.text().lastIndexOf('\n', at - 1) + 1;
        int end = snippet.text().indexOf('\n', at);
        String line = snippet.text().substring(start, end < 0 ? snippet.text().length() : end);
        if (!line.isBlank()) {
            text.append(line.replace('\t', ' ').stripTrailing()).append('\n');
            text.repeat(' ', at - start).append("^\n");
        }
        message.stream().skip(1).forEach(more -> text.append(more).append('\n'));
    }

    private static String place(Source snippet, int at) {
        if (!snippet.isPrompt()) {
            return snippet.name() + ":" + snippet.line(at) + ": ";
        }
        return snippet.line(at) == 1 && snippet.text().strip().lines().count() <= 1
                ? ""
                : "line " + snippet.line(at) + ": ";
    }
}
