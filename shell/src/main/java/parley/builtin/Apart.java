package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.function.PArguments;
import com.oracle.graal.python.builtins.objects.function.PFunction;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.strings.TruffleString;

/**
 * A function of Python that is never compiled into its callers: the way of a lock that is held, of a queue that is empty.
 * It takes the compiler three times as long to compile a loop that has all of that in it, and so long the loop runs slowly.
 * To such a function no exception is being handled.
 */
final class Apart extends Builtin {
    private final PFunction function;
    private final int arguments;

    private Apart(PythonLanguage language, PFunction function, TruffleString[] parameters) {
        super(language, function.getName().toJavaStringUncached(), parameters);
        this.function = function;
        this.arguments = parameters.length;
    }

    /** Of a function with positional parameters only. */
    static Apart of(PythonLanguage language, PFunction function) {
        return new Apart(language, function, function.getCode().getSignature().getParameterIds());
    }

    @Override
    @ExplodeLoop
    public Object execute(VirtualFrame frame) {
        Object[] passed = PArguments.create(arguments);
        for (int i = 0; i < arguments; i++) {
            PArguments.setArgument(passed, i, PArguments.getArgument(frame, i));
        }
        PArguments.setGlobals(passed, function.getGlobals());
        PArguments.setClosure(passed, function.getClosure());
        PArguments.setException(passed, PException.NO_EXCEPTION);
        return call(function.getCallTarget(), passed);
    }

    @TruffleBoundary
    private static Object call(RootCallTarget target, Object[] passed) {
        return target.call(passed);
    }
}
