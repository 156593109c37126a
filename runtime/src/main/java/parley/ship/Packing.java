package parley.ship;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes shipments of Java functions: lambdas and objects of functional interfaces, typed at the prompt or compiled
 * and serializable. Copies the variables that the function uses as they are now. Any thread.
 */
public final class Packing {
    private Packing() {}

    /**
     * A function to be called many times with arguments that come later: a pool's.
     *
     * @param function a {@link Fn}, {@link Task}, {@code Runnable}, or an object of another functional interface
     * @return the shipment
     * @throws parley.trace.UserFailure where the function, or a variable that it uses, cannot be sent
     */
    public static Shipment function(Object function) {
        return shipment(ParcelKind.FUNCTION, function, List.of());
    }

    /**
     * The body of a process.
     *
     * @param function what it runs
     * @param arguments what it is called with
     * @return the shipment
     * @throws parley.trace.UserFailure where the function, a variable that it uses, or an argument cannot be sent
     */
    public static Shipment body(Object function, List<? extends @Nullable Object> arguments) {
        return shipment(ParcelKind.FUNCTION, function, arguments);
    }

    /**
     * What a pool's worker runs first. The variables that it uses then belong to the worker: functions that come
     * later see them as it left them.
     *
     * @param function what it runs
     * @param arguments what it is called with
     * @return the shipment
     * @throws parley.trace.UserFailure where the function, a variable that it uses, or an argument cannot be sent
     */
    public static Shipment initializer(Object function, List<? extends @Nullable Object> arguments) {
        return shipment(ParcelKind.INITIALIZER, function, arguments);
    }

    /**
     * A function that a copy of this process runs: nothing is packed. A failure is printed as by {@link Routine#run}.
     *
     * @param function what it runs
     * @param arguments what it is called with
     * @return runs it, and gives the exit code
     * @throws parley.trace.UserFailure where that is no function
     */
    public static IntSupplier inPlace(Object function, List<? extends @Nullable Object> arguments) {
        Callee callee = Callee.of(function);
        return () -> {
            try {
                Object _ = callee.call(new ArrayList<>(arguments));
                return 0;
            } catch (Throwable e) {
                System.out.flush();
                System.err.println(JavaErrors.describe(e));
                return 1;
            }
        };
    }

    private static Shipment shipment(ParcelKind kind, Object function, List<? extends @Nullable Object> arguments) {
        Callee.of(function); // fails early on what cannot be called
        return new Shipment(
                JavaLanguage.NAME,
                DeepStack.call(() -> new Packer(function).pack(kind, "function", function, arguments)));
    }
}
