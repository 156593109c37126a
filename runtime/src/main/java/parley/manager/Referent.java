package parley.manager;

import org.jspecify.annotations.Nullable;

/** An object that a manager holds: what the proxies refer to. Called by the threads of all its clients. */
interface Referent {
    /**
     * Calls a method.
     *
     * @param method one of those that are exposed
     * @param given what with
     * @return a value of the codec, or an {@code Iterator} or so where the method's results are held too
     * @throws Exception what the method raises: {@link PythonError}, or the user's own
     */
    @Nullable
    Object call(String method, Arguments given) throws Exception;

    /** A copy of the object as plain data. */
    Object value() throws PythonError;

    /** As Python's {@code repr}. */
    String show();

    /** A client's thread was killed with its process: it holds nothing any more. */
    default void ended(Caller caller) {}

    /** What {@link #show} says, short, and without running code of the user's. */
    default String glance(int width) {
        String whole = show();
        return whole.length() <= width ? whole : whole.substring(0, Math.max(0, width - 1)) + "…";
    }
}
