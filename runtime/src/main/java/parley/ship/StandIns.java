package parley.ship;

import java.io.Serial;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.wire.Portable;
import parley.wire.PortableKind;

/**
 * Serializable stand-ins for common objects of the JDK that are not: a view of a collection becomes a copy of it, an
 * object that only serves as a lock or marker becomes a fresh one. Has no state.
 */
@SuppressWarnings("serial") // what they hold is checked when it is written
final class StandIns {
    private StandIns() {}

    /** What is written in place of {@code value}: mostly itself. */
    static Object of(Object value) {
        if (value instanceof Serializable) {
            return value;
        }
        return switch (value) {
            case Portable portable -> new AnyPortable(portable.kind(), portable.address());
            case Optional<?> optional -> new AnyOptional(optional.orElse(null));
            case Path path when path.getFileSystem().equals(FileSystems.getDefault()) -> new AnyPath(path.toString());
            case Map.Entry<?, ?> entry -> new SimpleImmutableEntry<>(entry.getKey(), entry.getValue());
            case List<?> list when isView(list) -> new ArrayList<>(list);
            case Set<?> set when isView(set) -> new LinkedHashSet<>(set);
            case Map<?, ?> map when isView(map) -> new LinkedHashMap<>(map);
            case Collection<?> other when isView(other) -> new ArrayList<>(other);
            default -> value.getClass() == Object.class ? new Marker() : value;
        };
    }

    private static boolean isView(Object collection) {
        return collection.getClass().getName().startsWith("java.util.");
    }

    private record AnyPortable(String kind, long address) implements Serializable {
        @Serial
        private Object readResolve() {
            return PortableKind.of(kind, address);
        }
    }

    private record AnyOptional(@Nullable Object value) implements Serializable {
        @Serial
        private Object readResolve() {
            return Optional.ofNullable(value);
        }
    }

    private record AnyPath(String path) implements Serializable {
        @Serial
        private Object readResolve() {
            return Path.of(path);
        }
    }

    private record Marker() implements Serializable {
        @Serial
        private Object readResolve() {
            return new Object();
        }
    }
}
