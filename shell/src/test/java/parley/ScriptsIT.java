package parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.ParleyProcess.Ended;
import parley.demo.Lesson;
import parley.demo.Step;

/** Every teaching script says in its head what it prints; here each is run as its reader runs it. */
class ScriptsIT {
    private static final Path SCRIPTS = ParleyProcess.root().resolve("scripts");
    private static final String PROMISE = "Expected output, in any order:";
    private static final String BLOCK = "    ";

    static List<Path> scripts() throws IOException {
        return ending("");
    }

    static List<Path> pythonScripts() throws IOException {
        return ending(".py");
    }

    /** The numbered ones: others are no lessons. */
    private static List<Path> ending(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d\\d_.*" + Pattern.quote(suffix)))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void theScriptPrintsWhatItsHeadSays(Path script, @TempDir Path folder) throws IOException {
        Ended ended = ParleyProcess.of("run", script.toString()).in(folder).run();
        assertEquals("", ended.err());
        assertEquals(0, ended.exit());
        assertPromiseIsKept(script, ended.out());
        assertFolderIsEmpty(folder);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pythonScripts")
    void pythonItselfPrintsTheSame(Path script, @TempDir Path folder) throws Exception {
        assumeTrue(hasPython(), "no python3 here");
        ProcessBuilder builder = new ProcessBuilder("python3", script.toString());
        builder.environment().remove("PYTHONUNBUFFERED"); // else lines of two processes mix
        Process python =
                builder.directory(folder.toFile()).redirectErrorStream(true).start();
        python.getOutputStream().close();
        String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), out);
        assertPromiseIsKept(script, out);
        assertFolderIsEmpty(folder);
    }

    /** Each promised line is printed once, and nothing else. */
    private static void assertPromiseIsKept(Path script, String out) {
        List<String> left = new ArrayList<>(out.lines().toList());
        List<String> missing = new ArrayList<>();
        for (String promised : promised(script)) {
            Pattern pattern = Pattern.compile(Pattern.quote(promised).replace("<number>", "\\E\\d+\\Q"));
            left.stream()
                    .filter(pattern.asMatchPredicate())
                    .findFirst()
                    .ifPresentOrElse(left::remove, () -> missing.add(promised));
        }
        assertEquals(List.of(), missing, () -> "not printed:\n" + out);
        assertEquals(List.of(), left, "printed, but not promised");
    }

    private static List<String> promised(Path script) {
        Step.Narration introduction =
                (Step.Narration) Lesson.read(script).steps().getFirst();
        List<String> lines = introduction
                .text()
                .lines()
                .dropWhile(line -> !line.equals(PROMISE))
                .skip(1)
                .filter(line -> line.startsWith(BLOCK))
                .map(String::strip)
                .toList();
        assertFalse(lines.isEmpty(), "a script without a promise: " + script);
        return lines;
    }

    private static void assertFolderIsEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    private static boolean hasPython() {
        try {
            Process version = new ProcessBuilder("python3", "--version")
                    .redirectErrorStream(true)
                    .start();
            version.getInputStream().readAllBytes();
            return version.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
