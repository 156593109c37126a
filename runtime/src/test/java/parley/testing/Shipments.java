package parley.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.ship.JavaValues;
import parley.ship.Shipment;

/** Packs functions, and arguments for pools. */
public final class Shipments {
    private Shipments() {}

    /** A static method {@code Object name(List<?>)} and, for the body of a process, its arguments. */
    public static Shipment of(Class<?> owner, String method, Object... arguments) {
        return new Shipment(
                MethodLanguage.NAME, JavaValues.encode(List.of(owner.getName(), method, Arrays.asList(arguments))));
    }

    /** The arguments of one {@code APPLY}. */
    public static byte[] apply(Object... arguments) {
        return JavaValues.encode(List.of(Arrays.asList(arguments), Map.of()));
    }

    /** Chunks of {@code size} items each, for {@code MAP}. */
    public static List<byte[]> chunks(List<?> items, int size) {
        return Stream.iterate(0, at -> at < items.size(), at -> at + size)
                .map(at -> JavaValues.encode(List.copyOf(items.subList(at, Math.min(items.size(), at + size)))))
                .collect(Collectors.toList());
    }

    /** What chunks of {@code MAP} gave, as one list. */
    public static List<?> joined(List<byte[]> chunks) {
        return chunks.stream()
                .flatMap(chunk -> ((List<?>) value(chunk)).stream())
                .toList();
    }

    /** One value. */
    public static Object value(byte[] bytes) {
        return JavaValues.decode(bytes);
    }
}
