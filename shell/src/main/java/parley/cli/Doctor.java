package parley.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.fork.Fork;
import parley.memory.RunFolder;
import parley.process.MemoryGuard;
import parley.process.StartMethod;

/** Tells what is in use here, and what is missing. */
final class Doctor {
    private static final long MEGABYTE = 1 << 20;

    private final PrintStream out;
    private int complaints;

    Doctor(PrintStream out) {
        this.out = out;
    }

    /** The program's name and version. */
    static String title() {
        String version = Doctor.class.getPackage().getImplementationVersion();
        return "Parley " + (version == null ? "(development)" : version);
    }

    /** Looks, prints a line for each thing; gives the exit code: 1 where something does not work. */
    int examine() throws IOException, InterruptedException {
        Program program = Program.running();
        row("version", title());
        row(
                "java",
                "%s %s, %s"
                        .formatted(
                                System.getProperty("java.vendor"),
                                System.getProperty("java.runtime.version"),
                                program.javaHome()));
        row(
                "system",
                "%s %s, %d processors"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors()));
        row("java flags", String.join(" ", flags()));
        caches(program, System.getProperty("parley.session.args"));
        startMethods();
        runFolder();
        return complaints == 0 ? 0 : 1;
    }

    /** This JVM's flags, without our own properties. */
    private static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-D"))
                .toList();
    }

    private void caches(Program program, @Nullable String session) throws IOException, InterruptedException {
        if (session == null) {
            row("fast start", "no: not started by ./parley, or its cache folder cannot be written");
            return;
        }
        Path folder = Path.of(session).resolveSibling("");
        row("fast start", String.valueOf(folder));
        for (Role role : Role.cached()) {
            Path cache = role.cache(folder);
            String name = "  " + cache.getFileName();
            if (!Files.exists(cache)) {
                row(name, "not made, see " + role.log(folder));
            } else {
                row(name, "%d MB, %s".formatted(Files.size(cache) / MEGABYTE, used(program, role, folder)));
            }
        }
        if (!Role.cached().stream().allMatch(role -> Files.exists(role.cache(folder)))) {
            row("", "Maybe try again: rm -r '" + folder + "'");
        }
    }

    /** Whether the JVM accepts a cache; otherwise it starts without one and does not tell. */
    private String used(Program program, Role role, Path folder) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        program.java().toString(), "@" + role.arguments(folder), "-XX:AOTMode=on", "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0) {
            return "in use";
        }
        complaints++;
        return "refused by this JVM\nMaybe delete the folder: the next start makes it again";
    }

    private void startMethods() {
        String problem = Fork.problem();
        row(
                "start methods",
                StartMethod.available().stream().map(StartMethod::toString).collect(Collectors.joining(", "))
                        + (problem == null ? "" : "; not fork, forkserver: " + problem));
        row(
                "fork server",
                Resident.status().orElse(Resident.isWanted() ? "comes up behind the next run" : "turned off"));
        row("memory", MemoryGuard.freeMegabytes() + " MB free");
    }

    private void runFolder() throws IOException {
        Path base = RunFolder.base();
        row(
                "run folders",
                "%s, %d MB free".formatted(base, Files.getFileStore(base).getUsableSpace() / MEGABYTE));
        var here = new ArrayList<String>();
        try (var folders = Files.newDirectoryStream(base, "parley-*")) {
            folders.forEach(folder -> here.add(String.valueOf(folder.getFileName())));
        }
        if (!here.isEmpty()) {
            row("  sessions now", String.join(", ", here));
        }
    }

    private void row(String name, String text) {
        out.printf("%-20s%s%n", name, text.replace("\n", "\n" + " ".repeat(20)));
    }
}
