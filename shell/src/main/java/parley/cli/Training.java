package parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the AOT cache of one role, by a JVM that does what the role does and keeps what it loaded.
 *
 * <pre>
 *   sessions        Setup ── starts ──▶ Train, recorded
 *   front, worker   Setup ── starts ──▶ Train ── starts ──▶ the other process, recorded
 * </pre>
 */
record Training(Role role, Program program, Map<Role, List<String>> arguments, Path folder) {
    /** After so many seconds it is looked whether it goes on... */
    private static final int LOOK_SECONDS = 60;

    /** ...which one that took less than that of a processor does not: it hangs. On a busy machine it takes minutes. */
    private static final Duration HARDLY_ANY = Duration.ofSeconds(1);

    /** One that takes longer than so many looks goes round in circles. */
    private static final int MOST_LOOKS = 15;

    /** Gives whether there is a cache now. */
    boolean run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(role.log(folder).toFile())
                .start();
        process.getOutputStream().close();
        if (!ends(process)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            Files.writeString(role.log(folder), "\nparley: ended, since it did not go on\n", StandardOpenOption.APPEND);
        }
        boolean made = process.exitValue() == 0 && Files.exists(unfinished());
        if (made) {
            Files.move(unfinished(), role.cache(folder), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(unfinished());
        Files.deleteIfExists(Path.of(unfinished() + ".config"));
        Files.deleteIfExists(others());
        return made;
    }

    private static boolean ends(Process process) throws InterruptedException {
        Duration before = Duration.ZERO;
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (process.waitFor(LOOK_SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
            Duration now = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
            if (now.minus(before).abs().compareTo(HARDLY_ANY) < 0) {
                return false;
            }
            before = now;
        }
        return false;
    }

    private List<String> command() throws IOException {
        var command = new ArrayList<String>();
        command.add(program.java().toString());
        switch (role) {
            case JAVA, SESSION -> command.addAll(recorded());
            default -> {
                ArgumentFile.write(others(), recorded());
                command.addAll(arguments.getOrDefault(Role.SESSION, List.of()));
                command.add(role.property(others()));
            }
        }
        command.add(Train.class.getName());
        command.add(role.name());
        command.add(others().toString());
        return command;
    }

    private List<String> recorded() {
        var recorded = new ArrayList<>(arguments.getOrDefault(role, List.of()));
        // code of the first compiler is what a start needs; the second one wants longer runs
        recorded.add("-XX:TieredStopAtLevel=" + role.level());
        recorded.add("-XX:AOTCacheOutput=" + unfinished());
        return recorded;
    }

    private Path unfinished() {
        return folder.resolve(role.cache(folder).getFileName() + ".part");
    }

    /** The argument file of the recorded JVM, where that is not the one that trains. */
    private Path others() {
        return folder.resolve(role.arguments(folder).getFileName() + ".part");
    }
}
