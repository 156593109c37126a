package parley.demo;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import parley.trace.UserFailure;

/**
 * A notebook or a script as a sequence of steps.
 *
 * @param title one line: the first heading, or the file's name
 * @param language what most of its code is written in: {@code java} or {@code python}
 * @param steps in the file's order
 */
public record Lesson(String title, String language, List<Step> steps) {
    static final String PYTHON = "python";
    static final String JAVA = "java";

    /** Copies the list. */
    public Lesson {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a notebook ({@code .ipynb}) or a script ({@code .py}, {@code .jsh}).
     *
     * @throws UserFailure if there is no such file, or it is not what its name says
     */
    public static Lesson read(Path file) {
        String name = String.valueOf(file.getFileName());
        String text = text(file);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "ipynb" -> new NotebookReader(file).read(text);
            case "py" -> ScriptReader.read(name, PYTHON, PythonLines.of(text));
            case "jsh" -> ScriptReader.read(name, JAVA, JavaLines.of(text));
            default ->
                throw new UserFailure("not a lesson: file=" + file + "\nMaybe one that ends in .ipynb, .py or .jsh");
        };
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserFailure("no such file: file=" + file);
        }
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text; // a byte order mark is no code
        } catch (CharacterCodingException e) {
            throw new UserFailure("not a text in UTF-8: file=" + file);
        } catch (IOException e) {
            throw new UserFailure("cannot be read: file=" + file + ", reason=" + e.getMessage());
        }
    }

    /** The text of the first Markdown heading of the lesson, or {@code otherwise}. */
    static String title(List<Step> steps, String otherwise) {
        return steps.stream()
                .filter(Step.Narration.class::isInstance)
                .flatMap(step -> ((Step.Narration) step).text().lines())
                .filter(line -> line.matches("#{1,6} .*"))
                .findFirst()
                .map(line -> line.replaceFirst("^#+ +", "").strip())
                .orElse(otherwise);
    }
}
