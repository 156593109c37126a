package parley.ship;

import java.util.function.BooleanSupplier;

/**
 * A language that can run shipped functions in a worker. Found by {@link java.util.ServiceLoader}; the constructor is
 * cheap, the engine starts on the first {@link #unpack}.
 */
public interface Language {
    /**
     * Its name: {@code java} or {@code python}.
     *
     * @return lower case
     */
    String name();

    /** Starts its engine now, in the thread that will run its functions, where there is time before the first. */
    default void prepare() {}

    /**
     * After {@link #prepare}, in a process that waits for its job and is in no session yet: does a little of what jobs
     * do, so that it is loaded.
     *
     * @param needed asked between its steps: whether the job is there, which it then leaves room for
     */
    default void rehearse(BooleanSupplier needed) {}

    /**
     * After {@link #prepare}, in a process that will be copied: loads what its copies need.
     *
     * @param what as the same language gave it in another process; what is not there is left to who uses it
     */
    default void preload(byte[] what) {}

    /**
     * Makes a packed function callable in this process.
     *
     * @param bytes from {@link Shipment#bytes()} of the same language and version
     * @return the function, to be called by one thread at a time
     * @throws Exception where the bytes name something this process does not have
     */
    Routine unpack(byte[] bytes) throws Exception;
}
