package parley.wire;

import org.jspecify.annotations.Nullable;

/**
 * A sequence that cannot change: Python's {@code tuple}.
 *
 * @param values its elements, in order
 */
public record Tuple(java.util.List<@Nullable Object> values) {
    @Override
    public String toString() {
        return values.toString();
    }
}
