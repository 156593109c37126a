package parley.builtin;

import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.compiler.TruffleCompilerListener.CompilationResultInfo;
import com.oracle.truffle.compiler.TruffleCompilerListener.GraphInfo;
import com.oracle.truffle.runtime.AbstractCompilationTask;
import com.oracle.truffle.runtime.BaseOSRRootNode;
import com.oracle.truffle.runtime.OptimizedCallTarget;
import com.oracle.truffle.runtime.OptimizedTruffleRuntime;
import com.oracle.truffle.runtime.OptimizedTruffleRuntimeListener;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;

/**
 * What Python's compiler, one thread, does first: a loop that runs right now, uncompiled, does not wait behind anything
 * else.
 *
 * <p>A copy has its original's functions, and gives up the compiled code of many on its first steps, since something is
 * not any more as the code assumed. By their counts they would all be compiled anew at once, for seconds, in which a
 * program's own loop runs 50 times slower than it could. So in a copy they count anew. That loops come first among
 * what waits is an option of the runtime, see {@code parley.cli.Role}.
 *
 * <pre>
 *   a loop is queued ─▶ what is being compiled, and is no loop, is given up; its next call queues it again
 *   in a copy, compiled code is given up ─▶ its function's count begins at 0
 * </pre>
 *
 * Called by the threads that run Python, and by the compiler's. A copy inherits it as it is.
 */
public final class CompileOrder implements OptimizedTruffleRuntimeListener {
    /** So many calls say what a function is called with. */
    private static final int A_WHILE = 50;

    private static boolean kept;
    private static volatile boolean isCopy;

    private final AtomicReference<@Nullable OptimizedCallTarget> running = new AtomicReference<>();

    private CompileOrder() {}

    /** Has the order kept from now on, where there is a compiler. */
    public static synchronized void keep() {
        if (!kept && Truffle.getRuntime() instanceof OptimizedTruffleRuntime runtime) {
            runtime.addListener(new CompileOrder());
            AtFork.inChild(() -> isCopy = true);
            kept = true;
        }
    }

    /** Has a function that ran for a while compiled for good, also where all who called it have it compiled into them. */
    static void compile(RootCallTarget function) {
        if (function instanceof OptimizedCallTarget target
                && target.getCallCount() >= A_WHILE
                && !target.isValidLastTier()) {
            boolean _ = target.compile(true);
        }
    }

    @Override
    public void onCompilationQueued(OptimizedCallTarget target, int tier) {
        OptimizedCallTarget now = running.get();
        if (isLoop(target) && now != null && !isLoop(now)) {
            boolean _ = now.cancelCompilation("a loop that runs comes first");
        }
    }

    @Override
    public void onCompilationStarted(OptimizedCallTarget target, AbstractCompilationTask task) {
        running.set(target);
    }

    @Override
    public void onCompilationSuccess(
            OptimizedCallTarget target, AbstractCompilationTask task, GraphInfo graph, CompilationResultInfo result) {
        ended(target);
    }

    @Override
    public void onCompilationFailed(
            OptimizedCallTarget target,
            String reason,
            boolean bailout,
            boolean permanent,
            int tier,
            @Nullable Supplier<String> trace) {
        ended(target);
    }

    @Override
    public void onCompilationInvalidated(
            OptimizedCallTarget target, @Nullable Object source, @Nullable CharSequence reason) {
        countAnew(target);
    }

    @Override
    public void onCompilationDeoptimized(OptimizedCallTarget target, Frame frame) {
        countAnew(target);
    }

    private static void countAnew(OptimizedCallTarget target) {
        if (isCopy && !isLoop(target)) {
            target.resetCompilationProfile();
        }
    }

    private void ended(OptimizedCallTarget target) {
        running.compareAndSet(target, null);
    }

    private static boolean isLoop(OptimizedCallTarget target) {
        return target.getRootNode() instanceof BaseOSRRootNode;
    }
}
