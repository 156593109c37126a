package parley.ship;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;

/** Calls an object of any functional interface with a list of arguments. */
@FunctionalInterface
interface Callee {
    @Nullable
    Object call(List<? extends @Nullable Object> arguments) throws Throwable;

    /** Finds out how to call {@code function}. */
    @SuppressWarnings("unchecked") // a wrong argument type fails in the user's function, as any wrong cast
    static Callee of(@Nullable Object function) {
        return switch (function) {
            case Fn<?, ?> fn -> arguments -> ((Fn<@Nullable Object, @Nullable Object>) fn).apply(one(arguments));
            case Function<?, ?> fn ->
                arguments -> ((Function<@Nullable Object, @Nullable Object>) fn).apply(one(arguments));
            case Task task ->
                arguments -> {
                    none(arguments);
                    task.run();
                    return null;
                };
            case Runnable task ->
                arguments -> {
                    none(arguments);
                    task.run();
                    return null;
                };
            case Callable<?> callable ->
                arguments -> {
                    none(arguments);
                    return callable.call();
                };
            case null -> throw new UserFailure("function is null");
            default -> byReflection(function);
        };
    }

    private static Callee byReflection(Object function) {
        List<Method> methods = allInterfaces(function.getClass(), new LinkedHashSet<>()).stream()
                .flatMap(type -> List.of(type.getMethods()).stream())
                .filter(method -> Modifier.isAbstract(method.getModifiers()) && !isObjects(method))
                .toList();
        if (methods.isEmpty()
                || methods.stream().map(Method::getName).distinct().count() > 1) {
            throw new UserFailure("not a function: type="
                    + PromptNames.typed(function.getClass().getName()));
        }
        Method method = methods.getFirst();
        method.setAccessible(true);
        return arguments -> {
            checkCount(method.getParameterCount(), arguments);
            try {
                return method.invoke(function, arguments.toArray());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
    }

    private static Set<Class<?>> allInterfaces(@Nullable Class<?> type, Set<Class<?>> found) {
        if (type != null) {
            for (Class<?> implemented : type.getInterfaces()) {
                if (found.add(implemented)) {
                    allInterfaces(implemented, found);
                }
            }
            allInterfaces(type.getSuperclass(), found);
        }
        return found;
    }

    /** Whether a method is one that every object has: {@code Comparator.equals} is no second method. */
    private static boolean isObjects(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static @Nullable Object one(List<? extends @Nullable Object> arguments) {
        checkCount(1, arguments);
        return arguments.getFirst();
    }

    private static void none(List<? extends @Nullable Object> arguments) {
        checkCount(0, arguments);
    }

    private static void checkCount(int wanted, List<? extends @Nullable Object> arguments) {
        if (arguments.size() != wanted) {
            throw new UserFailure("function called with a wrong number of arguments: takes=" + wanted + ", given="
                    + arguments.size());
        }
    }
}
