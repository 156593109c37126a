package parley.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One look at one process of a session.
 *
 * @param name its name, as {@code Process.name}
 * @param pid the operating system's number; 0 before it has one
 * @param parent the pid of the process that started it
 * @param language the language of its body: {@code java}, {@code python}, or empty where it has none yet
 * @param state what it does
 * @param waitsFor what it waits for, as {@code get Queue-1}; empty when it does not wait
 * @param since when it came into this state
 * @param exitcode as {@code Process.exitcode}: minus the signal where one killed it; null while it lives, and where its parent died before it
 *     could be told
 */
public record ProcessRow(
        String name,
        long pid,
        long parent,
        String language,
        ProcessState state,
        String waitsFor,
        Instant since,
        @Nullable Integer exitcode) {}
