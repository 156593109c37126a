package parley.manager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.ship.JavaValues;

/**
 * An object of the user's own class, or what a factory of the user's gave. Its methods are called as they are: what is
 * to be one step for many clients must be so by itself ({@code synchronized}).
 *
 * @param object the user's
 */
record ObjectReferent(Object object) implements Referent {
    /** The methods that everybody may call and that not every object has. */
    static Set<String> methods(Class<?> type) {
        Set<String> names = new LinkedHashSet<>();
        for (Method method : type.getMethods()) {
            if (method.getDeclaringClass() != Object.class && !Modifier.isStatic(method.getModifiers())) {
                names.add(method.getName());
            }
        }
        return names;
    }

    @Override
    public @Nullable Object call(String method, Arguments given) throws Exception {
        @Nullable Object[] arguments = opened(given);
        for (Method one : object.getClass().getMethods()) {
            if (one.getName().equals(method) && !Modifier.isStatic(one.getModifiers())) {
                @Nullable Object[] fitting = Fitting.to(one.getParameterTypes(), arguments);
                if (fitting != null) {
                    return call(one, fitting);
                }
            }
        }
        throw PythonError.of(
                "TypeError",
                "no method of " + object.getClass().getSimpleName() + " takes these arguments: method=" + method
                        + ", arguments=" + PythonRules.show(given.values(), Board.WIDTH));
    }

    private @Nullable Object call(Method method, @Nullable Object[] arguments) throws Exception {
        method.setAccessible(true); // of a class that is not public itself
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    /** With objects of the user's classes, which elsewhere in a manager stay unread. */
    static @Nullable Object[] opened(Arguments given) throws PythonError {
        if (!given.named().isEmpty()) {
            throw PythonError.of(
                    "TypeError",
                    "a method of Java takes no arguments by name: names="
                            + given.named().keySet());
        }
        return given.values().stream()
                .map(value -> isSimple(value) ? value : JavaValues.decode(JavaValues.encode(value)))
                .toArray();
    }

    private static boolean isSimple(@Nullable Object value) {
        return value == null || value instanceof Number || value instanceof String || value instanceof Boolean;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectReferent(Object theirs) && object == theirs;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(object);
    }

    @Override
    public Object value() {
        return object;
    }

    @Override
    public String show() {
        return String.valueOf(object);
    }

    @Override
    public String glance(int width) {
        return "<" + object.getClass().getSimpleName() + ">";
    }
}
