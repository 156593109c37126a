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
        return other instanceof Opaque that && language.equals(that.language) && Arrays.equals(form, that.form);
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
