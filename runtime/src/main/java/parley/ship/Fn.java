package parley.ship;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument that can run in another process.
 *
 * <p>It is serializable so that lambdas in compiled code can travel too; those typed at the prompt always can.
 *
 * @param <A> the argument
 * @param <R> the result
 */
@FunctionalInterface
public interface Fn<A extends @Nullable Object, R extends @Nullable Object> extends Serializable {
    /**
     * Calls the function.
     *
     * @param a the argument
     * @return the result
     * @throws Exception what the function raises
     */
    R apply(A a) throws Exception;
}
