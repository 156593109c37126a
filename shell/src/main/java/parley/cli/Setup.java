package parley.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import parley.fork.ForkClient;

/**
 * Makes later starts fast, once for a build of the program on a build of the JDK; run by the launcher script.
 *
 * <pre>
 *   flags this JDK takes ──┐
 *   AOT caches (Train) ────┴──▶ FOLDER/KEY/{front,session,worker,...}.args ──▶ FOLDER/ready names KEY
 * </pre>
 *
 * <p>{@code ready} is written last: whoever reads it finds everything. A cache that could not be made costs speed only.
 * Of several that run at the same time one works and the others wait for it.
 */
final class Setup {
    private final Path folder;
    private final Program program;
    private final Flags flags;

    private Setup(Path folder, Program program) {
        this.folder = folder;
        this.program = program;
        this.flags = new Flags(program.java());
    }

    /**
     * Prepares.
     *
     * @param args the folder to fill, and the build of the JDK as the launcher knows it
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        var setup = new Setup(Path.of(args[0]), Program.running());
        Files.createDirectories(setup.folder);
        try (var file =
                FileChannel.open(setup.folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // held until this process ends, however it ends
            file.lock();
            setup.prepare(args[1]);
        }
    }

    private void prepare(String jdkBuild) throws IOException, InterruptedException {
        Path key = folder.resolve(program.key());
        if (!Files.exists(Role.FRONT.arguments(key))) {
            fill(Files.createDirectories(key));
        }
        Path next = folder.resolve("ready.next");
        Files.write(next, List.of(program.javaHome().toString(), jdkBuild, key.toString()));
        Files.move(next, folder.resolve("ready"), StandardCopyOption.ATOMIC_MOVE);
        removeOthers(key);
    }

    private void fill(Path key) throws IOException, InterruptedException {
        Map<Role, List<String>> arguments = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            arguments.put(role, arguments(role));
        }
        extractHelper(key);
        Set<Role> cached = "no".equals(System.getenv("PARLEY_AOT")) ? Set.of() : train(key, arguments);
        for (Role role : List.of(Role.values()).reversed()) {
            var all = new ArrayList<>(arguments.getOrDefault(role, List.of()));
            all.addAll(Role.properties(key));
            if (role.isCached() && cached.contains(role)) {
                all.add("-XX:AOTCache=" + role.cache(key));
            }
            ArgumentFile.write(role.arguments(key), all);
        }
    }

    /** The native helper, where this build has one: a library must be a file, and so must a program. */
    private static void extractHelper(Path key) throws IOException {
        for (String name : List.of("libparley.so", "client")) {
            try (InputStream in = Setup.class.getResourceAsStream("/native/" + name)) {
                if (in != null) {
                    Path file = key.resolve(name);
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                }
            }
        }
    }

    private List<String> arguments(Role role) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(flags.accepted(role.flags()));
        if (role == Role.SERVER) {
            arguments.addAll(flags.accepted(Role.compilerFlags(program.compiler())));
        }
        // where GraalPy unpacks itself, and what it compiles is kept
        Path python = Files.createDirectories(folder.resolveSibling("python"));
        arguments.add("-Dpolyglot.engine.userResourceCache=" + python);
        arguments.add("-Dparley.python.code=" + Files.createDirectories(python.resolve("code")));
        arguments.add("-cp");
        arguments.add(String.join(File.pathSeparator, program.classPath()));
        return arguments;
    }

    /** Makes the caches, as many at a time as there are processors; gives the roles that have one. */
    private Set<Role> train(Path key, Map<Role, List<String>> arguments) throws InterruptedException {
        say("preparing fast starts, once for this build ...");
        long start = System.nanoTime();
        // that which takes longest first
        List<Role> roles = List.of(Role.SESSION, Role.JAVA, Role.WORKER_PYTHON, Role.WORKER, Role.FRONT);
        Map<Role, Future<Boolean>> trainings = new EnumMap<>(Role.class);
        var count = new AtomicInteger();
        try (var executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (Role role : roles) {
                trainings.put(role, executor.submit(() -> {
                    boolean made = new Training(role, program, arguments, key).run();
                    say("%d of %d".formatted(count.incrementAndGet(), roles.size()));
                    return made;
                }));
            }
        }
        Set<Role> made = EnumSet.noneOf(Role.class);
        for (var training : trainings.entrySet()) {
            if (made(training.getValue())) {
                made.add(training.getKey());
            }
        }
        say("prepared in %d s".formatted(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)));
        if (made.size() < roles.size()) {
            say("some starts will be slower than they could: see the logs in " + key);
            say("Maybe try again: rm -r '%s'".formatted(key));
        }
        return made;
    }

    private static boolean made(Future<Boolean> training) throws InterruptedException {
        try {
            return training.get();
        } catch (ExecutionException e) {
            say("a cache could not be made: " + e.getCause());
            return false;
        }
    }

    /** Removes older builds of the same program, but for the one before this: two JDKs may take turns. */
    private void removeOthers(Path key) throws IOException {
        List<Path> old;
        try (var entries = Files.list(folder)) {
            old = entries.filter(Files::isDirectory)
                    .filter(entry -> !entry.equals(key))
                    .sorted((a, b) ->
                            Long.compare(b.toFile().lastModified(), a.toFile().lastModified()))
                    .skip(1)
                    .toList();
        }
        for (Path entry : old) {
            delete(entry);
        }
        stopOtherServers(key);
    }

    /** A fork server of another build is asked by nobody any more; what it started goes on. */
    private void stopOtherServers(Path key) throws IOException {
        try (var entries = Files.list(folder)) {
            entries.filter(Files::isDirectory)
                    .filter(entry -> !entry.equals(key))
                    .map(ForkClient::socket)
                    .filter(Files::exists)
                    .forEach(ForkClient::stop);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void say(String text) {
        System.err.println("parley: " + text);
    }
}
