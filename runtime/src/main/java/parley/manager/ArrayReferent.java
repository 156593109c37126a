package parley.manager;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.pickle.NumberArray;

/** Numbers of one type: Python's {@code array.array}. */
final class ArrayReferent implements Referent {
    private static final int SHOWN = 20;

    private final char typecode;
    private final List<@Nullable Object> numbers;

    ArrayReferent(Arguments given) throws PythonError {
        String type = given.text(0, "typecode");
        typecode = type.length() == 1 ? type.charAt(0) : ' ';
        if (NumberArray.of(typecode, List.of()) == null) {
            throw PythonError.of("ValueError", "bad typecode (must be b, B, h, H, i, I, l, L, q, Q, f or d)");
        }
        numbers = new ArrayList<>();
        for (Object each : Arguments.items(given.get(1, "sequence"))) {
            numbers.add(checked(each));
        }
    }

    private Object checked(@Nullable Object value) throws PythonError {
        if (typecode == 'f' || typecode == 'd') {
            return switch (value) {
                case Number number -> number.doubleValue();
                case null, default -> throw notA("real number", value);
            };
        }
        BigInteger number = switch (value) {
            case Integer n -> BigInteger.valueOf(n);
            case Long n -> BigInteger.valueOf(n);
            case Short n -> BigInteger.valueOf(n);
            case Byte n -> BigInteger.valueOf(n);
            case BigInteger big -> big;
            case null, default -> throw notA("integer", value);
        };
        int bits = 8
                * switch (Character.toLowerCase(typecode)) {
                    case 'b' -> 1;
                    case 'h' -> 2;
                    case 'i' -> 4;
                    default -> 8;
                };
        boolean fits = Character.isUpperCase(typecode)
                ? number.signum() >= 0 && number.bitLength() <= bits
                : number.bitLength() < bits;
        if (!fits) {
            throw PythonError.of("OverflowError", "number does not fit: typecode='" + typecode + "', value=" + number);
        }
        return Objects.requireNonNull(value);
    }

    private static PythonError notA(String wanted, @Nullable Object value) {
        return PythonError.of("TypeError", "must be a " + wanted + ", not " + PythonRules.type(value));
    }

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "__len__" -> numbers.size();
            case "__getitem__" -> {
                Object found = Slice.get(numbers, given.get(0, "index"));
                yield found instanceof List<?> part ? array(part) : found;
            }
            case "__setitem__" -> Slice.set(numbers, given.get(0, "index"), checkedAll(given.get(1, "value")));
            default -> throw Kinds.noMethod("array", method);
        };
    }

    private Object checkedAll(@Nullable Object value) throws PythonError {
        if (!(value instanceof NumberArray array)) {
            return checked(value);
        }
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = 0; i < java.lang.reflect.Array.getLength(array.values()); i++) {
            all.add(checked(java.lang.reflect.Array.get(array.values(), i)));
        }
        return all;
    }

    private NumberArray array(List<? extends @Nullable Object> values) {
        return Objects.requireNonNull(NumberArray.of(typecode, values), "checked when they came");
    }

    @Override
    public synchronized Object value() {
        return array(numbers);
    }

    @Override
    public synchronized String show() {
        return "array('" + typecode + "', " + PythonRules.show(new ArrayList<>(numbers)) + ")";
    }

    @Override
    public synchronized String glance(int width) {
        return PythonRules.glance(new ArrayList<>(numbers.subList(0, Math.min(SHOWN, numbers.size()))), width);
    }
}
