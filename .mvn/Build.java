import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Builds the program for ./parley, where it was never built or its sources changed: {@code java Build.java ROOT}.
 *
 * <p>Says what it does on the standard error stream; the standard output stream is the user's program's. Of several
 * at the same time one builds and the others wait for it. The file lock ends with its process, however that ends, so
 * it cannot be left behind.
 */
final class Build {
    private static final Pattern MODULE = Pattern.compile("\\[INFO] Building (Parley \\w+) .*");
    private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_LINES = 20;

    private final Path root;
    private final Path target;

    private Build(Path root) {
        this.root = root;
        target = root.resolve("shell/target");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(new Build(Path.of(args[0])).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        Instant asked = Instant.now();
        Files.createDirectories(target);
        try (FileChannel file = FileChannel.open(
                target.resolve("parley.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = file.tryLock();
            if (lock == null) {
                say("waiting for another build of it");
                file.lock();
                if (Files.exists(stamp()) && Files.getLastModifiedTime(stamp()).toInstant().isAfter(asked)) {
                    return true;
                }
            }
            return build();
        }
    }

    private boolean build() throws IOException, InterruptedException {
        say("building it first; this takes a minute or two where Maven has to fetch libraries");
        Instant start = Instant.now();
        Path log = target.resolve("parley-build.log");
        Process maven = new ProcessBuilder(
                        root.resolve("mvnw").toString(),
                        "--batch-mode",
                        "-Dstyle.color=never",
                        "-Dquick",
                        "-DskipTests",
                        "package")
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(maven::destroy));
        maven.getOutputStream().close();
        follow(maven, log);
        if (maven.waitFor() != 0) {
            failed(log);
            return false;
        }
        Files.writeString(stamp(), start + "\n");
        Files.setLastModifiedTime(stamp(), FileTime.from(Instant.now()));
        say("built in %d s".formatted(Duration.between(start, Instant.now()).toSeconds()));
        return true;
    }

    /** Its time of last change is that of the last build: newer sources want another one. */
    private Path stamp() {
        return target.resolve("parley/built");
    }

    /** Keeps what Maven says, and tells the user about it from time to time. */
    private static void follow(Process maven, Path log) throws IOException {
        try (var lines = maven.inputReader();
                var out = Files.newBufferedWriter(log)) {
            int fetched = 0;
            Instant told = Instant.now();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line);
                out.newLine();
                var module = MODULE.matcher(line);
                if (module.matches()) {
                    say("building " + module.group(1));
                } else if (line.startsWith("mvnw: ")) {
                    say(line);
                } else if (line.contains("Downloaded from ")) {
                    fetched++;
                }
                if (fetched > 0 && told.plus(PATIENCE).isBefore(Instant.now())) {
                    say("%d files fetched so far".formatted(fetched));
                    told = Instant.now();
                }
            }
        }
    }

    private static void failed(Path log) throws IOException {
        say("the build failed:");
        List<String> lines = Files.readAllLines(log).stream()
                .map(line -> ESCAPE.matcher(line).replaceAll(""))
                .filter(line -> !line.isBlank())
                .toList();
        List<String> errors = lines.stream()
                .filter(line -> line.startsWith("[ERROR] "))
                .takeWhile(line -> !line.contains("[Help 1]"))
                .distinct()
                .toList();
        // no such line: Maven itself did not start, and what it said is the error
        (errors.isEmpty() ? lines : errors).stream().limit(MOST_LINES).forEach(System.err::println);
        say("all it said: " + log);
    }

    private static void say(String text) {
        System.err.println("parley: " + text);
    }
}
