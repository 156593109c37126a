package parley.wire;

import java.util.Arrays;

/**
 * An object of another language: it can be handed on and compared, but not looked into.
 *
 * @param language who can read it
 * @param label a short text for people
 * @param form its bytes
 */
public record Opaque(String language, String label, byte[] form) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Opaque(String theirs, _, byte[] bytes)
                && language.equals(theirs)
                && Arrays.equals(form, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(form);
    }

    @Override
    public String toString() {
        return label;
    }
}
