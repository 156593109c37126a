package parley.trace;

/** Who this process is. Any thread. */
public final class Self {
    private static volatile String name = "MainProcess";
    private static volatile long pid = ProcessHandle.current().pid(); // which the JDK asks for once

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
     * Says that this process is a copy of another; done first in a copy.
     *
     * @param own its number
     */
    public static void pid(long own) {
        pid = own;
    }

    /**
     * This process's number, right also in a copy, from its first moment on.
     *
     * @return the operating system's pid
     */
    public static long pid() {
        return pid;
    }

    /**
     * Its name and pid.
     *
     * @return as {@code Process-1 (pid 4711)}
     */
    public static String describe() {
        return name + " (pid " + pid + ")";
    }
}
