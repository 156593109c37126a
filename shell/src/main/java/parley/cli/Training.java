package parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What an AOT cache is recorded from. A small cache boots faster than a large one, so who does not need Python has one
 * without.
 */
enum Training {
    JAVA,
    ALL;

    /** A training that takes longer hangs. */
    private static final int PATIENCE_SECONDS = 180;

    private List<String> languages() {
        return switch (this) {
            case JAVA -> List.of("java");
            case ALL -> List.of("java", "python");
        };
    }

    Path cache(Path folder) {
        return folder.resolve(name().toLowerCase(Locale.ROOT) + ".aot");
    }

    /** What the training printed: the place to look when there is no cache. */
    Path log(Path folder) {
        return folder.resolve(name().toLowerCase(Locale.ROOT) + ".log");
    }

    /**
     * Starts a JVM that runs {@link Train} and leaves a cache when it ends.
     *
     * @param java the program and its arguments up to the class path
     */
    Process start(List<String> java, Path folder) throws IOException {
        var command = new ArrayList<>(java);
        // code of the first compiler is what a start needs; the second one needs warmer profiles than a short run gives
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:AOTCacheOutput=" + unfinished(folder));
        command.add(Train.class.getName());
        command.addAll(languages());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(folder).toFile())
                .start();
    }

    /** Waits for the end of it; gives whether there is a cache now. */
    boolean finish(Process process, Path folder) throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        boolean made = process.exitValue() == 0 && Files.exists(unfinished(folder));
        if (made) {
            Files.move(unfinished(folder), cache(folder), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(unfinished(folder));
        }
        return made;
    }

    private Path unfinished(Path folder) {
        return folder.resolve(cache(folder).getFileName() + ".part");
    }
}
