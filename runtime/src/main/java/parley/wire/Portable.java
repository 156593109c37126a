package parley.wire;

/** An object of the runtime that lives in shared memory and travels as its address. */
public interface Portable {
    /**
     * What it is.
     *
     * @return {@code Queue}, {@code Lock}
     */
    String kind();

    /**
     * Where it is.
     *
     * @return its address in the session's shared memory
     */
    long address();
}
