package parley.wire;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds Java's values: {@code Integer} or {@code Long}, {@code BigInteger}, {@code Double}, {@code String},
 * {@code byte[]}, {@code List}, {@link Tuple}, {@code Set}, {@link FrozenSet}, {@code Map} in order. Opaque and
 * portable objects are for a subclass; here they become {@link Opaque} and an error. Has no state.
 */
public class JavaMaker implements Maker<@Nullable Object> {
    /** Has no state. */
    public JavaMaker() {}

    @Override
    public @Nullable Object none() {
        return null;
    }

    @Override
    public @Nullable Object bool(boolean value) {
        return value;
    }

    @Override
    public @Nullable Object integer(long value) {
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    @Override
    public @Nullable Object wide(long value) {
        return value;
    }

    @Override
    public @Nullable Object integer(BigInteger value) {
        return value;
    }

    @Override
    public @Nullable Object real(double value) {
        return value;
    }

    @Override
    public @Nullable Object complex(double real, double imaginary) {
        return new Complex(real, imaginary);
    }

    @Override
    public @Nullable Object text(String value) {
        return value;
    }

    @Override
    public @Nullable Object bytes(byte[] value) {
        return value;
    }

    @Override
    public @Nullable Object list(List<@Nullable Object> values) {
        return values;
    }

    @Override
    public @Nullable Object tuple(List<@Nullable Object> values) {
        return new Tuple(values);
    }

    @Override
    public @Nullable Object set(List<@Nullable Object> values) {
        return new LinkedHashSet<>(values);
    }

    @Override
    public @Nullable Object frozenset(List<@Nullable Object> values) {
        Set<@Nullable Object> set = new LinkedHashSet<>(values);
        return new FrozenSet(set);
    }

    @Override
    public @Nullable Object dict(List<@Nullable Object> keys, List<@Nullable Object> values) {
        Map<@Nullable Object, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), values.get(i));
        }
        return map;
    }

    @Override
    public @Nullable Object opaque(String language, String label, byte[] form) {
        return new Opaque(language, label, form);
    }

    @Override
    public @Nullable Object portable(String kind, long address) {
        throw new IllegalArgumentException("no object of the runtime is known here: kind=" + kind);
    }
}
