package parley.wire;

/**
 * An object of another language: it can be handed on, but not looked into.
 *
 * @param language who can read it
 * @param label a short text for people
 * @param form its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
public record Opaque(String language, String label, byte[] form) {
    @Override
    public String toString() {
        return label;
    }
}
