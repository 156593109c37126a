package parley.pool;

/** A worker of a {@link ProcessPoolExecutor} ended while it was needed, or could not begin: the executor is of no use any more. */
public final class BrokenProcessPool extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Says why.
     *
     * @param cause what ended the worker: a {@link parley.trace.DiedFailure} that names it, or what its initializer threw
     */
    BrokenProcessPool(Throwable cause) {
        super("process pool is broken: because=" + cause.getMessage(), cause);
    }
}
