package parley.channel;

/** Kinds of addresses, by Python's names. */
public enum Family {
    /** A path in the file system: this machine, and whom the path's folder lets in. */
    AF_UNIX,
    /** A host and a port. */
    AF_INET
}
