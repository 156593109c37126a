package parley.trace;

/** Who this process is, for messages. Any thread. */
public final class Self {
    private static volatile String name = "MainProcess";

    private Self() {}

    /**
     * Gives this process its name; done once, when it starts.
     *
     * @param given as {@code Process.name}
     */
    public static void name(String given) {
        name = given;
    }

    /**
     * This process's name.
     *
     * @return {@code MainProcess} unless it was started by another
     */
    public static String name() {
        return name;
    }

    /**
     * Its name and pid.
     *
     * @return as {@code Process-1 (pid 4711)}
     */
    public static String describe() {
        return name + " (pid " + ProcessHandle.current().pid() + ")";
    }
}
