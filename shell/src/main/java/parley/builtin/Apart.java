package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.function.PFunction;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.frame.VirtualFrame;

/**
 * A function of Python that is never compiled into its callers: the way of a lock that is held, of a queue that is empty.
 * It takes the compiler three times as long to compile a loop that has all of that in it, and so long the loop runs slowly.
 */
final class Apart extends Forwarding {
    Apart(PythonLanguage language, PFunction function) {
        super(language, function);
    }

    @Override
    public Object execute(VirtualFrame frame) {
        return call(function.getCallTarget(), passed(frame));
    }

    @TruffleBoundary
    private static Object call(RootCallTarget target, Object[] passed) {
        return target.call(passed);
    }
}
