package parley.ship;

/** What a {@link Packer} packed. */
enum ParcelKind {
    /** A function whose variables are set anew in the worker each time it arrives. */
    FUNCTION,
    /** A function that prepares a worker: the variables that it uses stay as it leaves them. */
    INITIALIZER,
    /** Data: variables that its methods use are set only where they have no value yet. */
    VALUE
}
