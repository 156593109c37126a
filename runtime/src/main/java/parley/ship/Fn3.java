package parley.ship;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of three arguments that can run in another process.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <C> the third argument
 * @param <R> the result
 */
@FunctionalInterface
public interface Fn3<
                A extends @Nullable Object,
                B extends @Nullable Object,
                C extends @Nullable Object,
                R extends @Nullable Object>
        extends Serializable {
    /**
     * Calls the function.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return the result
     * @throws Exception what the function raises
     */
    R apply(A a, B b, C c) throws Exception;
}
