package parley.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.demo.Step.Code;
import parley.demo.Step.Narration;
import parley.trace.UserFailure;

class NotebookReaderTest {
    private static Lesson read(String json) {
        return new NotebookReader(Path.of("n.ipynb")).read(json.replace('\'', '"'));
    }

    private static Lesson cells(String cells) {
        return read("{'nbformat': 4, 'nbformat_minor': 5, 'metadata': {}, 'cells': [" + cells + "]}");
    }

    private static String language(String metadata, String cellMetadata, String source) {
        Lesson lesson = read("{'nbformat': 4, 'metadata': " + metadata
                + ", 'cells': [{'cell_type': 'code', 'metadata': " + cellMetadata + ", 'source': '" + source + "'}]}");
        return ((Code) lesson.steps().getFirst()).language();
    }

    private static String failure(String json) {
        return assertThrows(UserFailure.class, () -> read(json)).getMessage();
    }

    @Test
    void markdownIsNarrationAndCodeIsCodeInTheFilesOrder() {
        Lesson lesson = cells("{'cell_type': 'markdown', 'source': ['# Queues\\n', '\\n', 'Text.']},"
                + "{'cell_type': 'code', 'source': 'a = 1\\n'},"
                + "{'cell_type': 'code', 'source': ['b = 2\\n', 'b']}");
        assertEquals(
                new Lesson(
                        "Queues",
                        "python",
                        List.of(
                                new Narration("# Queues\n\nText."),
                                new Code("python", "a = 1", 1, false),
                                new Code("python", "b = 2\nb", 1, false))),
                lesson);
    }

    @Test
    void emptyAndRawCellsAreNoSteps() {
        Lesson lesson = cells("{'cell_type': 'code', 'source': []}, {'cell_type': 'raw', 'source': 'x'},"
                + "{'cell_type': 'markdown', 'source': ' '}");
        assertEquals(List.of(), lesson.steps());
    }

    @Test
    void aNotebookWithoutAHeadingIsCalledAsItsFile() {
        assertEquals("n.ipynb", cells("").title());
    }

    @Test
    void theNotebooksLanguageComesFromItsKernel() {
        assertEquals("java", language("{'language_info': {'name': 'java'}}", "{}", "x"));
        assertEquals("java", language("{'kernelspec': {'language': 'java', 'name': 'k'}}", "{}", "x"));
        assertEquals("python", language("{'kernelspec': {'name': 'python3'}}", "{}", "x"));
        assertEquals("python", language("{}", "{}", "x"));
    }

    @Test
    void aCellsOwnLanguageWinsOverTheNotebooks() {
        assertEquals("java", language("{}", "{'language': 'java'}", "x"));
        assertEquals("java", language("{}", "{'vscode': {'languageId': 'java'}}", "x"));
        assertEquals("python", language("{'language_info': {'name': 'java'}}", "{'languageId': 'python'}", "x"));
    }

    @Test
    void aFirstLineWinsOverEverythingAndIsNotPartOfTheCode() {
        Lesson lesson = cells("{'cell_type': 'code', 'metadata': {'language': 'python'}, 'source': '%%java\\nint x;'}");
        assertEquals(new Code("java", "int x;", 1, false), lesson.steps().getFirst());
    }

    @Test
    void anUnknownFirstLineIsRefusedWithItsCell() {
        String message = assertThrows(
                        UserFailure.class,
                        () -> cells("{'cell_type': 'markdown', 'source': 't'},"
                                + "{'cell_type': 'code', 'source': '%%ruby\\nputs 1'}"))
                .getMessage();
        assertEquals(
                "unknown first line of a cell: file=n.ipynb, cell=2, line=%%ruby\nMaybe %%java or %%python", message);
    }

    @Test
    void theTagRaisesExceptionIsKept() {
        Lesson lesson =
                cells("{'cell_type': 'code', 'metadata': {'tags': ['x', 'raises-exception']}, 'source': 'raise'}");
        assertTrue(((Code) lesson.steps().getFirst()).mayFail());
    }

    @Test
    void whatIsNotJsonIsRefusedWithItsLine() {
        assertEquals(
                "not a notebook: file=n.ipynb, line=3, reason=not JSON", failure("{'nbformat': 4,\n'cells': [\n oops"));
        assertEquals("not a notebook: file=n.ipynb, line=1, reason=not JSON", failure("print(1)"));
        assertEquals("not a notebook: file=n.ipynb, line=2, reason=not JSON", failure("{'cells': []}\n}"));
    }

    @Test
    void jsonThatIsNoNotebookIsRefused() {
        assertEquals("not a notebook: file=n.ipynb, reason=no list of cells", failure(""));
        assertEquals("not a notebook: file=n.ipynb, reason=no list of cells", failure("[1, 2]"));
        assertEquals("not a notebook: file=n.ipynb, reason=no list of cells", failure("{'nbformat': 4, 'cells': 3}"));
        assertEquals(
                "not a notebook: file=n.ipynb, cell=1, reason=no source",
                failure("{'nbformat': 4, 'cells': [{'cell_type': 'code'}]}"));
    }

    @Test
    void anOlderFormatIsRefusedWithTheCure() {
        String message = failure("{'nbformat': 3, 'worksheets': [], 'cells': []}");
        assertTrue(message.startsWith("notebook format not known: file=n.ipynb, nbformat=3\nMaybe "), message);
    }
}
