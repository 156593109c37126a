package parley.ship;

/** A function that arrived. Called by one thread at a time. */
public interface Routine {
    /** How the arguments of {@link #call} are meant. */
    enum Mode {
        /** One call: {@code [args, kwargs]}, a list of positional and a map of named arguments; gives one result. */
        APPLY,
        /** Many calls with one argument each: {@code [a, b, ...]}; gives the list of results. */
        MAP,
        /** Many calls with several arguments each: {@code [[a, b], [c, d], ...]}; gives the list of results. */
        STARMAP
    }

    /**
     * Runs the function as the body of a process. A failure is printed to the standard error stream with the
     * process's name and pid, as the language prints it, and becomes the exit code 1.
     *
     * @return the exit code
     */
    int run();

    /**
     * Calls the function with arguments in the tag codec.
     *
     * @param mode how {@code args} is meant
     * @param args a list in the tag codec
     * @return the result in the tag codec
     * @throws CallFailed where the user's code raised, or its result cannot be sent
     */
    byte[] call(Mode mode, byte[] args) throws CallFailed;

    /** Everything that {@link #call} printed is out when this returns. */
    default void flush() {}
}
