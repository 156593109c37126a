package parley.process;

/** A body of our own that a worker runs instead of a shipped function. Found by {@link java.util.ServiceLoader}. */
public interface Loop {
    /**
     * Its name in the start record.
     *
     * @return as {@code pool}
     */
    String name();

    /**
     * Runs until its work is done.
     *
     * @param payload what the parent sent along
     * @return the exit code
     * @throws Exception our own mistake: it is printed, and the exit code is 1
     */
    int run(byte[] payload) throws Exception;
}
