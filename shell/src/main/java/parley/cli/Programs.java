package parley.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.demo.Lesson;
import parley.demo.NotebookRunner;
import parley.demo.Presenter;
import parley.demo.Stage;
import parley.demo.Step;
import parley.repl.Prompt;

/**
 * Runs programs in this process, which thereby is the session: the caller's own streams, folder, arguments and exit
 * code.
 */
final class Programs implements AutoCloseable {
    private final Languages languages = new Languages();
    private final PrintStream err = System.err;

    private Programs() {
        Interrupts.handle(languages::interrupt);
    }

    /** Opens the prompt where somebody sits there; else runs what comes through standard input. */
    static int open(String language) throws IOException {
        Languages.known(language);
        if (Terminal.isInput()) {
            return Prompt.run(language, Doctor.title(), SessionMain::command);
        }
        try (var programs = new Programs()) {
            return programs.run(Script.ofInput(System.in, "", language), List.of());
        }
    }

    /**
     * Runs a script or a notebook.
     *
     * @param language or null for the one that the file's name tells
     * @return the exit code
     */
    static int runFile(Path file, @Nullable String language, List<String> arguments) {
        try (var programs = new Programs()) {
            return file.toString().endsWith(".ipynb")
                    ? programs.run(Lesson.read(Script.existing(file)))
                    : programs.run(Script.read(file, language), arguments);
        }
    }

    /** Runs a module or a package of Python, found as {@code import} finds it, the current folder first. */
    static int runModule(String module, List<String> arguments) {
        try (var programs = new Programs()) {
            return programs.languages.runModule(module, arguments);
        }
    }

    /** Runs what comes through standard input. */
    static int runInput(String language, List<String> arguments) throws IOException {
        Languages.known(language);
        try (var programs = new Programs()) {
            return programs.run(Script.ofInput(System.in, "-", language), arguments);
        }
    }

    /** Runs code from the command line. */
    static int runCode(String code, String language, List<String> arguments) {
        try (var programs = new Programs()) {
            return programs.run(Script.ofCommandLine(code, language), arguments);
        }
    }

    /** Runs what Python's own command line says. */
    static int runPython(PythonCommand command) throws IOException {
        if (command.opensPrompt() && Terminal.isInput()) {
            return open(Languages.PYTHON);
        }
        try (var programs = new Programs()) {
            programs.languages.python().use(command.warnings(), command.settings());
            return switch (command.source()) {
                case PythonCommand.Code(String text) ->
                    programs.run(Script.ofCommandLine(text, Languages.PYTHON), command.arguments());
                case PythonCommand.Module(String name) -> programs.languages.runModule(name, command.arguments());
                case PythonCommand.Input(String word) ->
                    programs.run(Script.ofInput(System.in, word, Languages.PYTHON), command.arguments());
                case PythonCommand.File(String name) ->
                    programs.run(Script.read(Path.of(name), Languages.PYTHON), command.arguments());
            };
        }
    }

    /** Goes through a lesson step by step. */
    static int present(Path file, Stage stage) {
        Lesson lesson = Lesson.read(Script.existing(file));
        try (var programs = new Programs()) {
            new Presenter(programs.languages.get(languages(lesson)), stage).present(lesson);
        }
        return 0;
    }

    private int run(Lesson lesson) {
        return new NotebookRunner(languages.get(languages(lesson)), System.out, err).run(lesson);
    }

    private int run(Script script, List<String> arguments) {
        return languages.run(script, arguments);
    }

    private static List<String> languages(Lesson lesson) {
        return lesson.steps().stream()
                .filter(Step.Code.class::isInstance)
                .map(step -> ((Step.Code) step).language())
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        languages.close();
        System.out.flush();
        err.flush();
    }
}
