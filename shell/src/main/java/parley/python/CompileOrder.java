package parley.python;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.compiler.TruffleCompilerListener.CompilationResultInfo;
import com.oracle.truffle.compiler.TruffleCompilerListener.GraphInfo;
import com.oracle.truffle.runtime.AbstractCompilationTask;
import com.oracle.truffle.runtime.BaseOSRRootNode;
import com.oracle.truffle.runtime.OptimizedCallTarget;
import com.oracle.truffle.runtime.OptimizedTruffleRuntime;
import com.oracle.truffle.runtime.OptimizedTruffleRuntimeListener;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;

/**
 * What Python's compiler, one thread, does first: a loop that runs right now, uncompiled, does not wait behind anything
 * else.
 *
 * <p>A copy has its original's functions with their counts, so those that must be compiled anew are queued by their first
 * call. The order of what waits is by options of the runtime, see {@code parley.cli.Role}; but a compiler that stood
 * waiting takes what is queued first, whatever comes later, and may need seconds for it, in which a program's own loop
 * runs 50 times slower than it could. So what a copy queues first is next to nothing.
 *
 * <pre>
 *   a copy begins ─▶ next to nothing is queued
 *   a loop is queued ─▶ what is being compiled, and is no loop, is given up; its next call queues it again
 * </pre>
 *
 * Called by the threads that run Python, and by the compiler's. A copy inherits it as it is.
 */
final class CompileOrder implements OptimizedTruffleRuntimeListener {
    private static boolean kept;

    private final AtomicReference<@Nullable OptimizedCallTarget> running = new AtomicReference<>();

    private CompileOrder() {}

    /** Has the order kept from now on, where there is a compiler. */
    static synchronized void keep() {
        if (!kept && Truffle.getRuntime() instanceof OptimizedTruffleRuntime runtime) {
            runtime.addListener(new CompileOrder());
            AtFork.inChild(CompileOrder::queueNothing);
            kept = true;
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
            OptimizedCallTarget target,
            AbstractCompilationTask task,
            GraphInfo graph,
            CompilationResultInfo result) {
        ended(target);
    }

    @Override
    public void onCompilationFailed(
            OptimizedCallTarget target, String reason, boolean bailout, boolean permanent, int tier) {
        ended(target);
    }

    private void ended(OptimizedCallTarget target) {
        running.compareAndSet(target, null);
    }

    private static boolean isLoop(OptimizedCallTarget target) {
        return target.getRootNode() instanceof BaseOSRRootNode;
    }

    private static void queueNothing() {
        if (new Nothing().getCallTarget() instanceof OptimizedCallTarget target) {
            boolean _ = target.compile(false);
        }
    }

    private static final class Nothing extends RootNode {
        Nothing() {
            super(null);
        }

        @Override
        public @Nullable Object execute(VirtualFrame frame) {
            return null;
        }
    }
}
