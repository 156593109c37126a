package parley.fork;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import parley.trace.BugFailure;

/**
 * Notices the end of a stream. Where the native helper is there, no thread of Java's waits for it meanwhile: a JVM that
 * ends would wait for that thread.
 */
public final class Watch {
    private Watch() {}

    /** What a process does at the end of its input: the call from C takes its time to make, and copies find it made. */
    private static final class InputEnd {
        static volatile Runnable action = () -> {};
        static final MemorySegment CALLBACK = callback(() -> action.run());

        private InputEnd() {}
    }

    /** In a process that will be copied. */
    static void prepare() {
        var _ = InputEnd.CALLBACK;
    }

    /**
     * Does something at the end of the standard input, whose bytes are thrown away. Once in a process.
     *
     * @param action run once, in a thread of its own
     */
    public static void inputEnd(Runnable action) {
        if (Native.PROBLEM == null) {
            InputEnd.action = action;
            end(0, InputEnd.CALLBACK);
        } else {
            Thread.ofPlatform().daemon().name("input watch").start(() -> readAll(action));
        }
    }

    /** Ends this process, with code 1, at the end of the standard input, whose bytes are thrown away. */
    public static void endWithInput() {
        if (Native.PROBLEM == null) {
            end(0, MemorySegment.NULL);
        } else {
            inputEnd(() -> Runtime.getRuntime().halt(1));
        }
    }

    private static void readAll(Runnable action) {
        try (InputStream in = new FileInputStream(FileDescriptor.in)) {
            while (in.read() >= 0) {
                // only its end means something
            }
        } catch (IOException e) {
            // as good as its end
        }
        action.run();
    }

    static void end(int descriptor, Runnable action) {
        end(descriptor, callback(action));
    }

    @SuppressWarnings("restricted")
    private static MemorySegment callback(Runnable action) {
        try {
            return Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.lookup()
                                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                                    .bindTo(action),
                            FunctionDescriptor.ofVoid(),
                            Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("no callback for the end of a stream", e);
        }
    }

    private static void end(int descriptor, MemorySegment callback) {
        try {
            if ((int) Native.Helper.ON_END.invokeExact(descriptor, callback) != 0) {
                throw new BugFailure("no thread to watch a stream: descriptor=" + descriptor, null);
            }
        } catch (BugFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new BugFailure("native call failed: name=parley_on_end", e);
        }
    }
}
