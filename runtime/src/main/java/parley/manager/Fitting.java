package parley.manager;

import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Arguments from elsewhere as a method of Java takes them. Has no state. */
final class Fitting {
    private Fitting() {}

    /** The arguments as these types; null where one does not fit. */
    static @Nullable Object @Nullable [] to(Class<?>[] types, @Nullable Object[] arguments) {
        if (types.length != arguments.length) {
            return null;
        }
        @Nullable Object[] fitting = new @Nullable Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = MethodType.methodType(types[i]).wrap().returnType();
            Object argument = arguments[i];
            if (argument == null) {
                if (types[i].isPrimitive()) {
                    return null;
                }
            } else if (type.isInstance(argument)) {
                fitting[i] = argument;
            } else {
                Object other = argument instanceof Number number ? number(type, number) : null;
                if (other == null) {
                    return null;
                }
                fitting[i] = other;
            }
        }
        return fitting;
    }

    /** A number as another type that can hold it; null where there is none. */
    private static @Nullable Object number(Class<?> type, Number number) {
        boolean whole = number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte;
        long value = number.longValue();
        if (type == Double.class) {
            return number.doubleValue();
        }
        if (type == Float.class) {
            return number.floatValue();
        }
        if (!whole) {
            return null;
        }
        if (type == Long.class) {
            return value;
        }
        if (type == Integer.class) {
            return value == (int) value ? (int) value : null;
        }
        if (type == Short.class) {
            return value == (short) value ? (short) value : null;
        }
        if (type == Byte.class) {
            return value == (byte) value ? (byte) value : null;
        }
        return null;
    }
}
