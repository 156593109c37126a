package parley.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import parley.eval.Backend;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.trace.FailureKind;

/**
 * Runs a script snippet after snippet, as if it were typed at a prompt that shows no values; the first failure ends it.
 *
 * <pre>
 *   lines ──add one──▶ whole? ──yes──▶ eval ──▶ next snippet
 *              ▲         │ no           └─ failed: FILE:LINE: text
 *              └─────────┘
 * </pre>
 */
final class SnippetRunner {
    static final int FAILED = 1;

    private static final int INTERRUPTED = 130; // as a shell says it: 128 + SIGINT

    /** A line that belongs to the statement before it, though that could end there. */
    private static final Pattern GOES_ON = Pattern.compile("\\s*(else\\b|catch\\b|finally\\b|[.?:]|&&|\\|\\|).*");

    private final Backend backend;
    private final PrintStream err;

    SnippetRunner(Backend backend, PrintStream err) {
        this.backend = backend;
        this.err = err;
    }

    /** Runs the script, whose variable {@code args} has the arguments; gives its exit code. */
    int run(String name, String text, List<String> arguments) {
        backend.eval("String[] args = {"
                + arguments.stream().map(SnippetRunner::literal).collect(Collectors.joining(", ")) + "}");
        List<String> lines = text.lines().toList();
        int next = text.startsWith("#!") ? 1 : 0;
        while (next < lines.size()) {
            int end = end(lines, next);
            String snippet = String.join("\n", lines.subList(next, end));
            switch (backend.eval(snippet)) {
                case Outcome.Done() -> {}
                case Outcome.Value(String _) -> {}
                case Outcome.Left(int status) -> {
                    return status;
                }
                case Outcome.Failed(FailureKind kind, String failure) -> {
                    System.out.flush();
                    err.println(name + ":" + (firstCode(lines, next) + 1) + ": " + failure);
                    return kind == FailureKind.STOPPED ? INTERRUPTED : FAILED;
                }
            }
            next = end;
        }
        return 0;
    }

    /** After the last line of the snippet that begins at {@code start}: the first line that makes it whole. */
    private int end(List<String> lines, int start) {
        var snippet = new StringBuilder();
        for (int line = start; line < lines.size(); line++) {
            snippet.append(lines.get(line)).append('\n');
            boolean goesOn = line + 1 < lines.size()
                    && GOES_ON.matcher(lines.get(line + 1)).matches();
            if (!goesOn && backend.completeness(snippet.toString()) == Completeness.COMPLETE) {
                return line + 1;
            }
        }
        return lines.size();
    }

    private static String literal(String text) {
        return text.chars()
                .mapToObj(c -> c == '"' || c == '\\'
                        ? "\\" + (char) c
                        : c < ' '
                                ? "\\%03o".formatted(c)
                                : c < 0x7f ? String.valueOf((char) c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static int firstCode(List<String> lines, int start) {
        int line = start;
        while (line < lines.size() - 1 && lines.get(line).isBlank()) {
            line++;
        }
        return line;
    }
}
