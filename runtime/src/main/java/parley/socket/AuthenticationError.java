package parley.socket;

/** The other side has not proved that it knows the key, or says that we have not: Python's {@code AuthenticationError}. */
public final class AuthenticationError extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Never holds a key.
     *
     * @param message as Python words it
     */
    public AuthenticationError(String message) {
        super(message);
    }
}
