package parley.manager;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.pickle.ByteArray;
import parley.ship.JavaValues;
import parley.wire.FrozenSet;
import parley.wire.Opaque;
import parley.wire.Plain;
import parley.wire.Tuple;

/** What is equal, what comes first and how it looks, where Python and Java differ. Has no state. */
final class PythonRules {
    private static final int MOST = 20;
    private static final int DEEPEST = 3;

    private PythonRules() {}

    /** What a value is found by as a key. */
    static Object key(@Nullable Object value) throws PythonError {
        switch (value) {
            case Tuple(var values) -> {
                for (Object each : values) {
                    Object _ = key(each);
                }
            }
            case List<?> _ -> throw PythonError.of("TypeError", "unhashable type: 'list'");
            case Map<?, ?> _ -> throw PythonError.of("TypeError", "unhashable type: 'dict'");
            case Set<?> _ -> throw PythonError.of("TypeError", "unhashable type: 'set'");
            case ByteArray _ -> throw PythonError.of("TypeError", "unhashable type: 'bytearray'");
            case null, default -> {
                // fit as it is
            }
        }
        return normal(value);
    }

    /** Two values are equal in Python where these are in Java: 1, 1L, 1.0 and true are one. */
    private static Object normal(@Nullable Object value) {
        return switch (value) {
            case null -> Void.class;
            case Boolean b -> b ? 1L : 0L;
            case Integer n -> (long) n;
            case Short n -> (long) n;
            case Byte n -> (long) n;
            case Float n -> normal((double) n);
            case Double n -> {
                if (Math.rint(n) != n || Double.isInfinite(n)) {
                    yield n;
                }
                yield Math.abs(n) < 1L << 53 ? (Object) n.longValue() : normal(new BigDecimal(n).toBigInteger());
            }
            case BigInteger n -> n.bitLength() < Long.SIZE ? (Object) n.longValue() : n;
            case Character c -> String.valueOf(c);
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case ByteArray(byte[] bytes) -> ByteBuffer.wrap(bytes);
            case Tuple(var values) -> new Tuple(normal(values));
            case FrozenSet(var values) -> new HashSet<>(normal(values));
            case Set<?> set -> new HashSet<>(normal(set));
            case Collection<?> list -> normal(list);
            case Map<?, ?> map -> {
                Map<Object, Object> same = new HashMap<>();
                map.forEach((k, v) -> same.put(normal(k), normal(v)));
                yield same;
            }
            default -> value;
        };
    }

    private static List<@Nullable Object> normal(Collection<? extends @Nullable Object> values) {
        List<@Nullable Object> same = new ArrayList<>(values.size());
        for (Object each : values) {
            same.add(normal(each));
        }
        return same;
    }

    static boolean same(@Nullable Object a, @Nullable Object b) {
        return normal(a).equals(normal(b));
    }

    /** As Python's {@code <}, or an unchecked exception with a {@link PythonError} where there is no order. */
    static int compare(@Nullable Object a, @Nullable Object b) {
        BigDecimal x = number(a);
        BigDecimal y = number(b);
        if (x != null && y != null) {
            return x.compareTo(y);
        }
        if (a instanceof String first && b instanceof String second) {
            return compare(
                    first.codePoints().boxed().toList(),
                    second.codePoints().boxed().toList());
        }
        if (a instanceof byte[] first && b instanceof byte[] second) {
            return java.util.Arrays.compareUnsigned(first, second);
        }
        if (a instanceof Tuple(var first) && b instanceof Tuple(var second)) {
            return compare(first, second);
        }
        if (a instanceof List<?> first && b instanceof List<?> second) {
            return compare(first, second);
        }
        throw new NoOrder(PythonError.of(
                "TypeError", "'<' not supported between instances of '" + type(a) + "' and '" + type(b) + "'"));
    }

    /** Values of these types have no order. */
    static final class NoOrder extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final PythonError error;

        NoOrder(PythonError error) {
            super(error);
            this.error = error;
        }

        PythonError error() {
            return error;
        }
    }

    private static int compare(List<? extends @Nullable Object> a, List<? extends @Nullable Object> b) {
        Iterator<? extends @Nullable Object> others = b.iterator();
        for (Object each : a) {
            if (!others.hasNext()) {
                return 1;
            }
            Object other = others.next();
            if (!same(each, other)) {
                return compare(each, other);
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        return switch (value) {
            case Boolean b -> b ? BigDecimal.ONE : BigDecimal.ZERO;
            case Integer n -> BigDecimal.valueOf(n);
            case Long n -> BigDecimal.valueOf(n);
            case Short n -> BigDecimal.valueOf(n);
            case Byte n -> BigDecimal.valueOf(n);
            case Double n -> Double.isFinite(n) ? new BigDecimal(n) : null;
            case Float n -> Float.isFinite(n) ? new BigDecimal(n) : null;
            case BigInteger n -> new BigDecimal(n);
            case null, default -> null;
        };
    }

    /** Python's name of a value's type. */
    static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "NoneType";
            case Boolean _ -> "bool";
            case Integer _, Long _, Short _, Byte _, BigInteger _ -> "int";
            case Double _, Float _ -> "float";
            case String _, Character _ -> "str";
            case byte[] _ -> "bytes";
            case Tuple _ -> "tuple";
            case Set<?> _ -> "set";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "dict";
            default -> value.getClass().getSimpleName();
        };
    }

    /** As Python's {@code repr}; runs no code of the user's. */
    static String show(@Nullable Object value) {
        return show(value, Integer.MAX_VALUE);
    }

    static String show(@Nullable Object value, int width) {
        return Plain.show(JavaValues.encode(value), width);
    }

    /** The same of something that may be large: only its first parts are looked at. */
    static String glance(@Nullable Object value, int width) {
        return show(first(value, 0), width);
    }

    private static @Nullable Object first(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            return "…";
        }
        return switch (value) {
            case String text -> text.substring(0, Math.min(Board.WIDTH, text.length()));
            case byte[] bytes -> java.util.Arrays.copyOf(bytes, Math.min(Board.WIDTH, bytes.length));
            case Tuple(var values) -> new Tuple(first(values, depth));
            case List<?> values -> first(values, depth);
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> some = new LinkedHashMap<>();
                map.entrySet().stream()
                        .limit(MOST)
                        .forEach(entry ->
                                some.put(first(entry.getKey(), depth + 1), first(entry.getValue(), depth + 1)));
                yield some;
            }
            case Boolean _, Number _, Nested _ -> value;
            case null -> null;
            case Opaque other -> new Opaque("", other.label(), new byte[0]);
            default -> new Opaque("", "<" + type(value) + ">", new byte[0]);
        };
    }

    private static List<@Nullable Object> first(List<? extends @Nullable Object> values, int depth) {
        List<@Nullable Object> some = new ArrayList<>();
        for (Object each : values.subList(0, Math.min(MOST, values.size()))) {
            some.add(first(each, depth + 1));
        }
        return some;
    }
}
