package parley.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import parley.repl.Nearest;
import parley.trace.UserFailure;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one or two lines. */
final class Mistake {
    private static final List<String> COMMANDS = List.of("run", "present", "doctor");

    private Mistake() {}

    static UserFailure in(ParameterException e) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing ->
                new UserFailure("missing: name=%s\nMaybe see parley --help"
                        .formatted(missing.getMissing().getFirst().paramLabel()));
            default -> new UserFailure(String.valueOf(e.getMessage()));
        };
    }

    private static UserFailure unmatched(UnmatchedArgumentException e) {
        String word = e.getUnmatched().getFirst();
        if (!word.startsWith("-")) {
            return new UserFailure("too many arguments: first=" + word);
        }
        var known = e.getCommandLine().getCommandSpec().optionsMap().keySet();
        return new UserFailure("unknown option: name=" + word + Nearest.maybe(word, known));
    }

    static UserFailure unknownCommand(String word) {
        String maybe = Files.exists(Path.of(word)) ? "\nMaybe parley run " + word : Nearest.maybe(word, COMMANDS);
        return new UserFailure("unknown command: name=" + word + maybe);
    }
}
