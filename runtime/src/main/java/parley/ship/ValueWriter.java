package parley.ship;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.wire.Complex;
import parley.wire.Encoder;
import parley.wire.FrozenSet;
import parley.wire.Opaque;
import parley.wire.Portable;
import parley.wire.Tuple;

/** Writes one Java value into an {@link Encoder}. For one thread, one value. */
final class ValueWriter {
    /** Deeper nesting is taken for a collection that holds itself. */
    private static final int DEEPEST = 200;

    private static final int LABEL = 60;

    private final Encoder out;
    private final String what;
    private int depth;

    ValueWriter(Encoder out, String what) {
        this.out = out;
        this.what = what;
    }

    /** Writes a value; says whether it could, or is nested without end. */
    boolean write(@Nullable Object value) {
        switch (value) {
            case null -> out.none();
            case Boolean b -> out.bool(b);
            case Integer i -> out.integer(i);
            case Long l -> out.wide(l);
            case Double d -> out.real(d);
            case String s -> out.text(s);
            case byte[] bytes -> out.bytes(bytes);
            case BigInteger i -> out.wide(i);
            case Short s -> out.hinted("java", "short").integer(s);
            case Byte b -> out.hinted("java", "byte").integer(b);
            case Float f -> out.hinted("java", "float").real(f);
            case Character c -> out.hinted("java", "char").text(String.valueOf(c));
            case char[] text -> out.hinted("java", "[C").text(new String(text));
            case Complex c -> out.complex(c.real(), c.imaginary());
            case Portable portable -> out.portable(portable.kind(), portable.address());
            case Opaque other -> out.opaque(other.language(), other.label(), other.form());
            default -> {
                return writeCompound(value);
            }
        }
        return true;
    }

    private boolean writeCompound(Object value) {
        if (++depth > DEEPEST) {
            return false;
        }
        boolean whole = switch (value) {
            case Tuple tuple -> writeAll(out.tuple(tuple.values().size()), tuple.values());
            case FrozenSet set -> writeAll(out.frozenset(set.values().size()), set.values());
            case Collection<?> collection when Hints.isPlain(collection) -> writeCollection(collection);
            case Map<?, ?> map when Hints.isPlain(map) -> writeMap(map);
            default -> {
                if (Hints.isPlainArray(value)) {
                    yield writeArray(value);
                }
                writeOpaque(value);
                yield true;
            }
        };
        depth--;
        return whole;
    }

    private boolean writeCollection(Collection<?> collection) {
        String hint = Hints.of(collection);
        if (hint != null) {
            out.hinted("java", hint);
        }
        // a copy: its size must not change between the count and the values
        List<@Nullable Object> values = new ArrayList<>(collection);
        return writeAll(collection instanceof java.util.Set ? out.set(values.size()) : out.list(values.size()), values);
    }

    private boolean writeMap(Map<?, ?> map) {
        String hint = Hints.of(map);
        if (hint != null) {
            out.hinted("java", hint);
        }
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        out.dict(entries.size());
        for (Map.Entry<?, ?> entry : entries) {
            if (!write(entry.getKey()) || !write(entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean writeArray(Object array) {
        int length = Array.getLength(array);
        out.hinted("java", array.getClass().getName()).list(length);
        for (int i = 0; i < length; i++) {
            if (!write(Array.get(array, i))) {
                return false;
            }
        }
        return true;
    }

    private boolean writeAll(Encoder announced, Collection<? extends @Nullable Object> values) {
        assert announced == out;
        for (Object value : values) {
            if (!write(value)) {
                return false;
            }
        }
        return true;
    }

    /** Writes a value as an object stream. */
    void writeOpaque(@Nullable Object value) {
        if (value == null) {
            out.none();
        } else {
            out.opaque("java", label(value), JavaValues.pack(what, value));
        }
    }

    private static String label(Object value) {
        try {
            if (value.getClass().getMethod("toString").getDeclaringClass() != Object.class) {
                String text = String.valueOf(value);
                return text.length() <= LABEL ? text : text.substring(0, LABEL - 1) + "…";
            }
        } catch (NoSuchMethodException | RuntimeException | StackOverflowError e) {
            // the user's toString: its class must do
        }
        return "<" + PromptNames.typed(value.getClass().getName()) + ">";
    }
}
