package parley.trace;

/**
 * What a process is doing.
 *
 * <pre>
 *   FREE ─▶ STARTING ─▶ IDLE ◀─▶ RUNNING ◀─▶ WAITING
 *                         └────────┴───────────┴────▶ ENDED ─▶ FREE (its row is taken again)
 * </pre>
 */
public enum ProcessState {
    /** No process has this row. */
    FREE,
    /** The operating system has it; it has not reached its body yet. */
    STARTING,
    /** Has nothing to do: a prompt without a snippet, a pool worker without a task. */
    IDLE,
    /** Runs the user's code. */
    RUNNING,
    /** Blocked on a queue, a lock, a process; the row says on what and since when. */
    WAITING,
    /** Has an exit code. */
    ENDED
}
