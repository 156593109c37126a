package parley.memory;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a process lives. One that has ended counts as dead at once, also where nobody has reaped it yet: the
 * parent may be dead too, and not every first process of a container reaps. Has no state.
 */
final class Liveness {
    private static final boolean PROC = Files.exists(Path.of("/proc/self/task"));
    private static final int THREADS = 17; // the field's place in stat, counted from the state

    private Liveness() {}

    static boolean lives(long pid) {
        if (!PROC) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
        // the first thread's own file: the process's would add up the times of all its threads
        try (var in = new FileInputStream("/proc/" + pid + "/task/" + pid + "/stat")) {
            String line = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return !hasEnded(line.substring(line.lastIndexOf(')') + 2).split(" ", THREADS + 2));
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException | IndexOutOfBoundsException e) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent(); // it goes right now
        }
    }

    /**
     * The first thread's end alone is not enough: the others of a killed process may still run for an instant, inside
     * what a lock guards.
     */
    private static boolean hasEnded(String[] fields) {
        return (fields[0].equals("Z") || fields[0].equals("X")) && Integer.parseInt(fields[THREADS]) <= 1;
    }
}
