package parley.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import parley.trace.UserFailure;

/**
 * Reads a Jupyter notebook, format 4, into a lesson. Stored outputs are not read.
 *
 * <p>A code cell is in the language that says, first found: a first line {@code %%java} or {@code %%python}; the
 * cell's metadata; the notebook's metadata (kernel and language); Python.
 */
final class NotebookReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;

    NotebookReader(Path file) {
        this.file = file;
    }

    Lesson read(String text) {
        JsonNode notebook = tree(text);
        int format = notebook.path("nbformat").asInt(0);
        if (format != 4) {
            throw new UserFailure("notebook format not known: file=" + file + ", nbformat=" + format
                    + "\nMaybe open it in Jupyter and save it: that makes it format 4");
        }
        String language = notebookLanguage(notebook.path("metadata"));
        List<Step> steps = new ArrayList<>();
        int number = 0;
        for (JsonNode cell : notebook.path("cells")) {
            number++;
            step(cell, number, language).ifPresent(steps::add);
        }
        return new Lesson(Lesson.title(steps, String.valueOf(file.getFileName())), language, steps);
    }

    private JsonNode tree(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            if (tree.isObject() && tree.path("cells").isArray()) {
                return tree;
            }
            throw new UserFailure("not a notebook: file=" + file + ", reason=no list of cells");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new UserFailure("not a notebook: file=" + file + ", line=" + line + ", reason=not JSON");
        }
    }

    private Optional<Step> step(JsonNode cell, int number, String language) {
        String source = source(cell, number);
        if (source.isBlank()) {
            return Optional.empty();
        }
        return switch (cell.path("cell_type").asText()) {
            case "markdown" -> Optional.of(new Step.Narration(source));
            case "code" -> Optional.of(code(cell, source, number, language));
            default -> Optional.empty(); // raw cells are for converters
        };
    }

    private String source(JsonNode cell, int number) {
        JsonNode source = cell.path("source");
        if (source.isTextual()) {
            return source.asText().stripTrailing();
        }
        if (source.isArray()) {
            StringBuilder text = new StringBuilder();
            source.forEach(line -> text.append(line.asText()));
            return text.toString().stripTrailing();
        }
        throw new UserFailure("not a notebook: file=" + file + ", cell=" + number + ", reason=no source");
    }

    private Step.Code code(JsonNode cell, String source, int number, String language) {
        JsonNode metadata = cell.path("metadata");
        boolean mayFail = StreamSupport.stream(metadata.path("tags").spliterator(), false)
                .anyMatch(tag -> tag.asText().equals("raises-exception"));
        if (source.startsWith("%%")) {
            int end = source.indexOf('\n');
            String magic = (end < 0 ? source : source.substring(0, end)).strip();
            String rest = end < 0 ? "" : source.substring(end + 1);
            return new Step.Code(magicLanguage(magic, number), rest, 1, mayFail);
        }
        String own = Stream.of(
                        metadata.path("language"),
                        metadata.path("languageId"),
                        metadata.path("vscode").path("languageId"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst()
                .map(NotebookReader::plainName)
                .orElse(language);
        return new Step.Code(own, source, 1, mayFail);
    }

    private String magicLanguage(String magic, int number) {
        String language = plainName(magic.substring(2));
        if (language.equals(Lesson.JAVA) || language.equals(Lesson.PYTHON)) {
            return language;
        }
        throw new UserFailure("unknown first line of a cell: file=" + file + ", cell=" + number + ", line=" + magic
                + "\nMaybe %%java or %%python");
    }

    private static String notebookLanguage(JsonNode metadata) {
        return Stream.of(
                        metadata.path("language_info").path("name"),
                        metadata.path("kernelspec").path("language"),
                        metadata.path("kernelspec").path("name"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst()
                .map(NotebookReader::plainName)
                .orElse(Lesson.PYTHON);
    }

    /** Kernels have many names for two languages: {@code python3}, {@code ipython}, {@code IJava}. */
    private static String plainName(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "python", "python3", "ipython", "ipython3", "py" -> Lesson.PYTHON;
            case "java", "ijava", "jshell", "parley" -> Lesson.JAVA;
            default -> name.strip();
        };
    }
}
