package parley.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;

/**
 * A command line as {@code python3} takes it: programs start themselves again by {@code sys.executable}. Options that
 * choose how CPython itself works ({@code -E}, {@code -O}, {@code -u} ...) are taken, and change nothing.
 *
 * @param source what is to run
 * @param arguments what follows it in {@code sys.argv}
 * @param warnings what {@code -W} says, each time
 * @param settings what {@code -X} says, each time
 */
record PythonCommand(Source source, List<String> arguments, List<String> warnings, List<String> settings) {
    private static final String WITHOUT_VALUE = "bBdEhiIOPqsSuvx";

    /** Where the program is. */
    sealed interface Source permits Code, Module, File, Input {}

    /** {@code -c TEXT}. */
    record Code(String text) implements Source {}

    /** {@code -m NAME}. */
    record Module(String name) implements Source {}

    /** A file. */
    record File(String name) implements Source {}

    /** The standard input; {@code word} is how the command line said so: {@code -} or nothing. */
    record Input(String word) implements Source {}

    /** Reads it; complains of options that Python does not have. */
    static PythonCommand read(List<String> words) {
        return new Reading(words).command();
    }

    /** Whether a terminal would show a prompt. */
    boolean opensPrompt() {
        return source instanceof Input;
    }

    /** What is not read yet, and what was found. */
    private static final class Reading {
        private final Deque<String> words;
        private final List<String> warnings = new ArrayList<>();
        private final List<String> settings = new ArrayList<>();

        Reading(List<String> words) {
            this.words = new ArrayDeque<>(words);
        }

        PythonCommand command() {
            return new PythonCommand(source(), List.copyOf(words), warnings, settings);
        }

        private Source source() {
            while (!words.isEmpty()) {
                String word = words.pop();
                if (word.equals("-")) {
                    return new Input(word);
                }
                if (!word.startsWith("-")) {
                    return new File(word);
                }
                if (word.equals("--")) {
                    return words.isEmpty() ? new Input("") : new File(words.pop());
                }
                Source found = word.startsWith("--") ? longOption(word) : options(word);
                if (found != null) {
                    return found;
                }
            }
            return new Input("");
        }

        private @Nullable Source longOption(String word) {
            return switch (word) {
                case "--version" -> version();
                case "--check-hash-based-pycs" -> {
                    value(word, "");
                    yield null;
                }
                default -> throw unknown(word);
            };
        }

        /** One word may hold several: {@code -uc}. */
        private @Nullable Source options(String word) {
            for (int at = 1; at < word.length(); at++) {
                char option = word.charAt(at);
                String rest = word.substring(at + 1);
                switch (option) {
                    case 'c' -> {
                        return new Code(value("-c", rest));
                    }
                    case 'm' -> {
                        return new Module(value("-m", rest));
                    }
                    case 'V' -> {
                        return version();
                    }
                    case 'W' -> warnings.add(value("-W", rest));
                    case 'X' -> settings.add(value("-X", rest));
                    default -> {
                        if (WITHOUT_VALUE.indexOf(option) < 0) {
                            throw unknown("-" + option);
                        }
                    }
                }
                if (option == 'W' || option == 'X') {
                    return null;
                }
            }
            return null;
        }

        private Source version() {
            words.clear();
            return new Code("import sys; print('Python %d.%d.%d' % sys.version_info[:3])");
        }

        private String value(String option, String rest) {
            if (rest.isEmpty() && words.isEmpty()) {
                throw new UserFailure("argument expected: option=" + option);
            }
            return rest.isEmpty() ? words.pop() : rest;
        }

        private static UserFailure unknown(String option) {
            return new UserFailure(
                    "unknown option: name=" + option + "\nMaybe -c CODE, -m MODULE, a file, - for the standard input");
        }
    }
}
