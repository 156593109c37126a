package parley.wire;

import org.jspecify.annotations.Nullable;

/**
 * A set that cannot change: Python's {@code frozenset}.
 *
 * @param values its elements
 */
public record FrozenSet(java.util.Set<@Nullable Object> values) {
    @Override
    public String toString() {
        return values.toString();
    }
}
