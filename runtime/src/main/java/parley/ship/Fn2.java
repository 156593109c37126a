package parley.ship;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments that can run in another process.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <R> the result
 */
@FunctionalInterface
public interface Fn2<A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
        extends Serializable {
    /**
     * Calls the function.
     *
     * @param a the first argument
     * @param b the second argument
     * @return the result
     * @throws Exception what the function raises
     */
    R apply(A a, B b) throws Exception;
}
