package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.function.PArguments;
import com.oracle.graal.python.builtins.objects.function.PFunction;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;

/** Calls a function of Python, with positional parameters only, to which no exception is being handled. */
abstract class Forwarding extends Builtin {
    final PFunction function;
    private final int arguments;

    Forwarding(PythonLanguage language, PFunction function) {
        super(
                language,
                function.getName().toJavaStringUncached(),
                function.getCode().getSignature().getParameterIds());
        this.function = function;
        this.arguments = function.getCode().getSignature().getParameterIds().length;
    }

    /** What was passed, as the function takes it. */
    @ExplodeLoop
    final Object[] passed(VirtualFrame frame) {
        Object[] passed = PArguments.create(arguments);
        for (int i = 0; i < arguments; i++) {
            PArguments.setArgument(passed, i, PArguments.getArgument(frame, i));
        }
        PArguments.setGlobals(passed, function.getGlobals());
        PArguments.setClosure(passed, function.getClosure());
        PArguments.setException(passed, PException.NO_EXCEPTION);
        return passed;
    }
}
