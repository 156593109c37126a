package parley.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.ParleyProcess;
import parley.demo.Step.Code;
import parley.demo.Step.Narration;

/** The course as it lies in the project: what can be said of it without running it. */
class CourseTest {
    static List<Path> scripts() throws IOException {
        return files("scripts", "\\d\\d_.*");
    }

    static List<Path> javaScripts() throws IOException {
        return files("scripts", "\\d\\d_.*\\.jsh");
    }

    static List<Path> notebooks() throws IOException {
        return files("notebooks", ".*\\.ipynb");
    }

    private static List<Path> files(String folder, String names) throws IOException {
        try (Stream<Path> files = Files.list(ParleyProcess.root().resolve(folder))) {
            return files.filter(file -> file.getFileName().toString().matches(names))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void aScriptBeginsWithItsTitleAndSaysSomethingAboveEachCell(Path file) {
        List<Step> steps = Lesson.read(file).steps();
        assertTrue(steps.getFirst() instanceof Narration(String text) && text.startsWith("# "));
        Step before = steps.getFirst();
        for (Step step : steps.subList(1, steps.size())) {
            // the imports below the introduction need no words
            assertFalse(before instanceof Code && step instanceof Code, () -> "no words above: " + step);
            before = step;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("javaScripts")
    void everyCellOfAJavaScriptIsWholeStatements(Path file) {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            for (Step step : Lesson.read(file).steps()) {
                if (step instanceof Code code) {
                    assertWhole(shell, code.source());
                }
            }
        }
    }

    private static void assertWhole(JShell shell, String source) {
        String rest = source;
        while (!rest.isBlank()) {
            var info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            assertTrue(info.completeness().isComplete(), rest);
            rest = info.remaining();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notebooks")
    void aNotebookIsCleanNbformat45(Path file) throws IOException {
        JsonNode notebook = new ObjectMapper().readTree(file.toFile());
        assertEquals(5, notebook.path("nbformat_minor").asInt());
        Set<String> ids = new HashSet<>();
        for (JsonNode cell : notebook.path("cells")) {
            String id = cell.path("id").asText();
            assertTrue(id.matches("[a-zA-Z0-9_-]{1,64}") && ids.add(id), "no id, or twice: " + id);
            if (cell.path("cell_type").asText().equals("code")) {
                assertTrue(
                        cell.path("outputs").isArray() && cell.path("outputs").isEmpty(), "stored outputs: " + id);
                assertTrue(cell.path("execution_count").isNull(), "a stored count: " + id);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notebooks")
    void aNotebookHasBothLanguages(Path file) {
        List<String> languages = Lesson.read(file).steps().stream()
                .filter(Code.class::isInstance)
                .map(step -> ((Code) step).language())
                .distinct()
                .sorted()
                .toList();
        assertEquals(List.of("java", "python"), languages);
    }
}
