package parley.manager;

import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.ship.Fn;
import parley.ship.Fn2;
import parley.ship.Fn3;

/**
 * What the user has registered: a name, what makes objects under it, and what may be called of them.
 *
 * @param typeid the name
 * @param factory a class, a {@link Factory}, or a function of up to three arguments; null where only other managers have one
 * @param exposed names of methods; empty for all that are public
 * @param proxy the class of the proxies; empty for what the methods suggest
 */
record Registered(String typeid, @Nullable Object factory, List<String> exposed, String proxy) implements Serializable {
    Kind kind() {
        String type = proxy.isEmpty() ? Proxies.type(typeid, exposed) : proxy;
        return new Kind(typeid, type, "AutoProxy", new LinkedHashSet<>(exposed), Map.of(), this::make);
    }

    private Referent make(Arguments given) throws Exception {
        @Nullable Object[] arguments = ObjectReferent.opened(given);
        Object made = make(arguments);
        if (made == null) {
            throw PythonError.of("TypeError", "the factory of '" + typeid + "' gave nothing");
        }
        return new ObjectReferent(made);
    }

    @SuppressWarnings("unchecked") // a wrong argument type fails in the user's function, as any wrong cast
    private @Nullable Object make(@Nullable Object[] given) throws Exception {
        return switch (factory) {
            case Class<?> type -> construct(type, given);
            case Factory none -> {
                check(0, given);
                yield none.make();
            }
            case Fn<?, ?> one -> {
                check(1, given);
                yield ((Fn<@Nullable Object, ?>) one).apply(given[0]);
            }
            case Fn2<?, ?, ?> two -> {
                check(2, given);
                yield ((Fn2<@Nullable Object, @Nullable Object, ?>) two).apply(given[0], given[1]);
            }
            case Fn3<?, ?, ?, ?> three -> {
                check(3, given);
                yield ((Fn3<@Nullable Object, @Nullable Object, @Nullable Object, ?>) three)
                        .apply(given[0], given[1], given[2]);
            }
            case null, default -> throw PythonError.of("TypeError", "nothing makes objects of '" + typeid + "'");
        };
    }

    private void check(int count, @Nullable Object[] given) throws PythonError {
        if (given.length != count) {
            throw PythonError.of(
                    "TypeError", "'" + typeid + "' takes " + count + " arguments but " + given.length + " were given");
        }
    }

    private Object construct(Class<?> type, @Nullable Object[] given) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            @Nullable Object[] fitting = Fitting.to(constructor.getParameterTypes(), given);
            if (fitting != null) {
                constructor.setAccessible(true);
                try {
                    return constructor.newInstance(fitting);
                } catch (InvocationTargetException e) {
                    throw e.getCause() instanceof Exception exception ? exception : e;
                }
            }
        }
        throw PythonError.of("TypeError", "no constructor of " + type.getSimpleName() + " takes these arguments");
    }
}
