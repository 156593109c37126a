package parley.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import parley.eval.Outcome;
import parley.trace.FailureKind;

/** The lines of a {@code .jsh} file that are no Java: the few of JShell's commands that make sense here. */
final class Commands {
    private final Evaluator evaluator;

    Commands(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Outcome run(Source line) {
        String[] words = line.text().strip().split("\\s+", 2);
        String operand = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "/exit" -> exit(line, operand);
            case "/open" -> open(line, operand);
            case "/set" -> new Outcome.Done(); // how JShell itself would show things
            default -> failure(line, "command is not known here: command=" + words[0] + "\nMaybe /exit or /open");
        };
    }

    private Outcome exit(Source line, String status) {
        if (status.isEmpty()) {
            return new Outcome.Left(0);
        }
        Outcome outcome = evaluator.evalNested(new Source(line.name(), line.firstLine(), status));
        if (outcome instanceof Outcome.Value value && value.text().matches("-?\\d{1,9}")) {
            return new Outcome.Left(Integer.parseInt(value.text()));
        }
        return outcome instanceof Outcome.Failed
                ? outcome
                : failure(line, "exit code must be an integer: code=" + status);
    }

    private Outcome open(Source line, String file) {
        if (file.equals("DEFAULT") || file.equals("JAVASE") || file.equals("PRINTING")) {
            return file.equals("PRINTING")
                    ? failure(line, "not known here: /open PRINTING\nMaybe use System.out.println")
                    : new Outcome.Done(); // imported already
        }
        try {
            return evaluator.evalNested(new Source(file, 1, Files.readString(Path.of(file))));
        } catch (IOException e) {
            return failure(line, "file cannot be read: file=" + file);
        }
    }

    private static Outcome failure(Source line, String message) {
        String place = line.isPrompt() ? "" : line.name() + ":" + line.firstLine() + ": ";
        return Evaluator.failed(FailureKind.USER, place + message);
    }
}
