package parley.repl;

import java.util.Optional;
import org.jline.utils.AttributedString;
import parley.eval.Outcome;
import parley.trace.FailureKind;

/** How an outcome looks; each kind of failure in its own way. */
final class Outcomes {
    private final boolean colours;
    private final Optional<StateFolder> state;

    Outcomes(boolean colours, Optional<StateFolder> state) {
        this.colours = colours;
        this.state = state;
    }

    /** Lines, or empty where there is nothing to show. */
    String show(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done() -> "";
            case Outcome.Value(String text) -> text;
            case Outcome.Failed(FailureKind kind, String text) -> failed(kind, text);
            case Outcome.Left(int _) -> "";
        };
    }

    String failed(FailureKind kind, String text) {
        return switch (kind) {
            case USER -> styled(kind, text);
            case STOPPED ->
                text.isBlank() || text.equals("stopped")
                        ? styled(kind, "stopped")
                        : text + "\n" + styled(kind, "stopped");
            case DIED -> styled(kind, text);
            case BUG -> bug(text);
        };
    }

    private String bug(String trace) {
        String what = trace.lines().findFirst().orElse("nothing known");
        return styled(FailureKind.BUG, "bug in Parley: " + what)
                + state.flatMap(folder -> folder.bugReport(trace))
                        .map(file -> "\nMaybe report it, with this file: " + file)
                        .orElse("\n" + trace);
    }

    /** Line by line: a colour that goes on behind a line's end would stay where the terminal scrolls. */
    private String styled(FailureKind kind, String text) {
        if (!colours) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.lines().forEach(line -> {
            out.append(out.isEmpty() ? "" : "\n");
            out.append(new AttributedString(line, Colours.of(kind)).toAnsi());
        });
        return out.toString();
    }
}
