package parley.pickle;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.wire.Complex;
import parley.wire.FrozenSet;

/**
 * The calls that a pickle of plain data holds, by the name of what Python would call; done here by our own code. Which
 * those are is a closed list: what is not in it, or has other arguments than Python writes, stays unmade. Has no state.
 */
final class KnownCalls {
    /** Null is a value of Python's; this is none. */
    static final Object UNKNOWN = new Object();

    private KnownCalls() {}

    static @Nullable Object call(PickledName name, List<@Nullable Object> arguments, Allowance allowance) {
        Object made = switch (name.toString()) {
            case "builtins.set" -> set(arguments, allowance);
            case "builtins.frozenset" -> set(arguments, allowance) instanceof Set<?> set ? frozen(set) : null;
            case "builtins.complex" ->
                arguments.size() == 2
                                && arguments.get(0) instanceof Double real
                                && arguments.get(1) instanceof Double imaginary
                        ? new Complex(real, imaginary)
                        : null;
            case "builtins.bytes" -> arguments.isEmpty() ? new byte[0] : null;
            case "builtins.bytearray" -> {
                byte[] bytes = arguments.isEmpty() ? new byte[0] : bytes(arguments, allowance);
                yield bytes == null ? null : new ByteArray(bytes);
            }
            case "_codecs.encode" -> arguments.size() == 2 ? bytes(arguments, allowance) : null;
            case "array.array" ->
                arguments.size() == 2
                                && arguments.get(0) instanceof String type
                                && type.length() == 1
                                && arguments.get(1) instanceof List<?> numbers
                        ? numbers(type.charAt(0), numbers, allowance)
                        : null;
            case "array._array_reconstructor" ->
                arguments.size() == 4
                                && isArray(arguments.get(0))
                                && arguments.get(1) instanceof String type
                                && type.length() == 1
                                && arguments.get(2) instanceof Integer form
                                && arguments.get(3) instanceof byte[] bytes
                        ? numbers(type.charAt(0), form, bytes, allowance)
                        : null;
            default ->
                name.module().equals("datetime") || name.module().equals("zoneinfo")
                        ? moment(name.toString(), arguments)
                        : null;
        };
        return made == null ? UNKNOWN : made;
    }

    private static boolean isArray(@Nullable Object name) {
        return name instanceof PickledName known && known.toString().equals("array.array");
    }

    private static @Nullable Object moment(String name, List<@Nullable Object> arguments) {
        int count = arguments.size();
        Object first = count > 0 ? arguments.getFirst() : null;
        Object zone = count == 2 ? arguments.get(1) : null;
        boolean zoned = count == 1 || (count == 2 && zone != null);
        return switch (name) {
            case "datetime.date" -> count == 1 && first instanceof byte[] form ? DateTimes.date(form) : null;
            case "datetime.time" -> zoned && first instanceof byte[] form ? DateTimes.time(form, zone) : null;
            case "datetime.datetime" -> zoned && first instanceof byte[] form ? DateTimes.dateTime(form, zone) : null;
            case "datetime.timedelta" ->
                count == 3
                                && first instanceof Integer days
                                && arguments.get(1) instanceof Integer seconds
                                && arguments.get(2) instanceof Integer micros
                        ? DateTimes.timedelta(days, seconds, micros)
                        : null;
            case "datetime.timezone" -> count == 1 ? DateTimes.timezone(first) : null;
            case "zoneinfo.ZoneInfo._unpickle" ->
                count == 2 && first instanceof String key && Boolean.TRUE.equals(zone) ? DateTimes.zone(key) : null;
            default -> null;
        };
    }

    private static @Nullable Object set(List<@Nullable Object> arguments, Allowance allowance) {
        if (arguments.isEmpty()) {
            return new LinkedHashSet<>();
        }
        return arguments.size() == 1 && arguments.getFirst() instanceof List<?> items ? set(items, allowance) : null;
    }

    static Set<@Nullable Object> set(Collection<? extends @Nullable Object> items, Allowance allowance) {
        allowance.take(Allowance.OBJECT * (1L + items.size()));
        items.forEach(allowance::checkKey);
        return new LinkedHashSet<>(items);
    }

    static FrozenSet frozen(Set<? extends @Nullable Object> items) {
        return new FrozenSet(new LinkedHashSet<>(items));
    }

    private static @Nullable NumberArray numbers(
            char typecode, List<? extends @Nullable Object> numbers, Allowance allowance) {
        allowance.take(8L * numbers.size());
        return NumberArray.of(typecode, numbers);
    }

    private static @Nullable NumberArray numbers(char typecode, int form, byte[] bytes, Allowance allowance) {
        allowance.take(bytes.length);
        return NumberArray.read(typecode, form, bytes);
    }

    /** Bytes as such, or as a text with a character for each, which is how old protocols have them. */
    private static byte @Nullable [] bytes(List<@Nullable Object> arguments, Allowance allowance) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof byte[] bytes) {
            allowance.take(bytes.length);
            return bytes.clone();
        }
        boolean latin = arguments.size() == 2
                && arguments.get(1) instanceof String encoding
                && (encoding.equals("latin1") || encoding.equals("latin-1"));
        if (!latin
                || !(arguments.getFirst() instanceof String text)
                || text.chars().anyMatch(c -> c > 0xff)) {
            return null;
        }
        allowance.take(text.length());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
