package parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.ParleyProcess.Ended;
import parley.demo.Lesson;
import parley.demo.Step;
import parley.fork.Fork;

/**
 * Every teaching script says in its head what it prints; here each is run as its reader runs it. By {@code fork} all of
 * them each time; by {@code forkserver} and {@code spawn}, where a process takes longer, some each day, others on the
 * next; with {@code -Dparley.scripts=all} all of them by all.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@ExtendWith(WarmServer.class) // copies of one server start at once, and warm
class ScriptsIT {
    private static final Path SCRIPTS = ParleyProcess.root().resolve("scripts");
    private static final boolean ALL = "all".equals(System.getProperty("parley.scripts"));
    private static final Map<String, Integer> EACH_DAY = Map.of("forkserver", 18, "spawn", 4);
    private static final String PROMISE = "Expected output:";
    private static final String LOOSE_PROMISE = "Expected output, in any order:";
    private static final String BLOCK = "    ";

    static Stream<Arguments> runs() throws IOException {
        List<Path> scripts = ending("");
        return Stream.of("fork", "forkserver", "spawn")
                .filter(method -> Fork.isBuilt() || method.equals("spawn"))
                .flatMap(method -> ofToday(scripts, method).stream()
                        .map(script ->
                                Arguments.of(Named.of(script.getFileName().toString(), script), method)));
    }

    /** So that it is every script's turn within days, and the same ones again on the same day. */
    private static List<Path> ofToday(List<Path> scripts, String method) {
        int each = ALL || !Fork.isBuilt() ? scripts.size() : EACH_DAY.getOrDefault(method, scripts.size());
        long first = LocalDate.now().toEpochDay() * each;
        return IntStream.range(0, each)
                .mapToObj(number -> scripts.get((int) ((first + number) % scripts.size())))
                .sorted()
                .toList();
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

    private static ParleyProcess.Start parley(String... arguments) {
        return WarmServer.using(arguments);
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("runs")
    void theScriptPrintsWhatItsHeadSays(Path script, String method, @TempDir Path folder) throws IOException {
        Ended ended = parley("run", script.toString())
                .environment("PARLEY_START_METHOD", method)
                .in(folder)
                .run();
        assertEquals("", ended.err(), ended.out());
        assertEquals(0, ended.exit());
        assertPromiseIsKept(script, ended.out());
        assertFolderIsEmpty(folder);
    }

    /** Scripts that are no lessons, but go through what processes share, name by name. */
    static Stream<Arguments> thoroughRuns() {
        return Stream.of("shared", "pipes", "memory", "managers", "futures")
                .flatMap(name -> Stream.of("fork", "forkserver", "spawn")
                        .filter(method -> Fork.isBuilt() || method.equals("spawn"))
                        .map(method -> Arguments.of(name, method)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("thoroughRuns")
    void whatProcessesShareIsAsUnderCPython(String name, String method) throws Exception {
        assumeTrue(hasPython(), "no python3 here");
        String script = Path.of(Objects.requireNonNull(ScriptsIT.class.getResource("python/" + name + ".py"))
                        .toURI())
                .toString();
        Ended ended = parley("run", script, method).run();
        assertEquals("", ended.err(), ended.out());
        assertEquals(printedByPython(ParleyProcess.root(), "-u", script, method), ended.out());
        assertEquals(0, ended.exit());
    }

    private static String printedByPython(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("PYTHONUNBUFFERED"); // else lines of two processes mix
        Process python =
                builder.directory(folder.toFile()).redirectErrorStream(true).start();
        python.getOutputStream().close();
        String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), out);
        return out;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pythonScripts")
    void pythonItselfPrintsTheSame(Path script, @TempDir Path folder) throws Exception {
        assumeTrue(hasPython(), "no python3 here");
        assertPromiseIsKept(script, printedByPython(folder, script.toString()));
        assertFolderIsEmpty(folder);
    }

    /** Each promised line is printed once, and nothing else; in this order, unless the head says otherwise. */
    private static void assertPromiseIsKept(Path script, String out) {
        List<String> head = ((Step.Narration) Lesson.read(script).steps().getFirst())
                .text()
                .lines()
                .toList();
        boolean loose = head.contains(LOOSE_PROMISE);
        List<String> promised = head.stream()
                .dropWhile(line -> !line.equals(loose ? LOOSE_PROMISE : PROMISE))
                .skip(1)
                .filter(line -> line.startsWith(BLOCK))
                .map(String::strip)
                .toList();
        assertFalse(promised.isEmpty(), "a script without a promise: " + script);
        List<String> printed = new ArrayList<>();
        List<String> left = new ArrayList<>(out.lines().toList());
        for (String line : promised) { // each as it was printed, or as it was promised and never came
            Pattern pattern = Pattern.compile(Pattern.quote(line).replace("<number>", "\\E\\d+\\Q"));
            Optional<String> found =
                    left.stream().filter(pattern.asMatchPredicate()).findFirst();
            found.ifPresent(left::remove);
            printed.add(found.orElse(line));
        }
        if (loose) {
            assertEquals(
                    printed.stream().sorted().toList(), out.lines().sorted().toList());
        } else {
            assertEquals(printed, out.lines().toList());
        }
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
