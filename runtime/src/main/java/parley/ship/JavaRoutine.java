package parley.ship;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;
import parley.wire.Tuple;

/** A Java function that arrived, with the loader that has its classes. One thread at a time. */
final class JavaRoutine implements Routine {
    private final Unpacker parcel;
    private final WorkerLoader loader;
    private final Callee function;

    JavaRoutine(Unpacker parcel, WorkerLoader loader) {
        this.parcel = parcel;
        this.loader = loader;
        this.function = Callee.of(parcel.content());
    }

    @Override
    public int run() {
        try {
            within(() -> function.call(parcel.arguments()));
            return 0;
        } catch (Throwable e) {
            System.out.flush();
            System.err.println(JavaErrors.describe(e));
            return 1;
        }
    }

    @Override
    public byte[] call(Mode mode, byte[] args) throws CallFailed {
        try {
            return within(() -> JavaValues.encode("result", call(mode, asList(JavaValues.decode(args)))));
        } catch (Throwable e) {
            throw new CallFailed(JavaErrors.pack(e));
        }
    }

    /** Calls the function with the arguments that came with it. */
    void callWithItsOwnArguments() throws CallFailed {
        try {
            within(() -> function.call(parcel.arguments()));
        } catch (Throwable e) {
            throw new CallFailed(JavaErrors.pack(e));
        }
    }

    private @Nullable Object call(Mode mode, List<@Nullable Object> arguments) throws Throwable {
        List<@Nullable Object> results = new ArrayList<>();
        switch (mode) {
            case APPLY -> {
                if (arguments.get(1) instanceof Map<?, ?> named && !named.isEmpty()) {
                    throw new UserFailure("a Java function takes no named arguments: names=" + named.keySet());
                }
                return function.call(asList(arguments.getFirst()));
            }
            case MAP -> {
                for (Object argument : arguments) {
                    results.add(function.call(Arrays.asList(argument)));
                }
            }
            case STARMAP -> {
                for (Object argument : arguments) {
                    results.add(function.call(asList(argument)));
                }
            }
        }
        return results;
    }

    @SuppressWarnings("unchecked") // lists of the codec hold anything
    private static List<@Nullable Object> asList(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> (List<@Nullable Object>) list;
            case Tuple tuple -> tuple.values();
            case Object[] array -> Arrays.asList(array);
            case Object array
            when array.getClass().isArray() ->
                IntStream.range(0, Array.getLength(array))
                        .<@Nullable Object>mapToObj(i -> Array.get(array, i))
                        .toList();
            case null, default -> throw new UserFailure("arguments must be a list: given=" + value);
        };
    }

    private interface Step<T> {
        T run() throws Throwable;
    }

    /** Runs with the loader that finds the user's classes, also in threads that the user starts. */
    private <T extends @Nullable Object> T within(Step<T> step) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return step.run();
        } finally {
            thread.setContextClassLoader(before);
            if (parcel.kind() == ParcelKind.INITIALIZER) {
                loader.keep(parcel.variables());
            }
        }
    }
}
