package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.function.PArguments;
import com.oracle.graal.python.builtins.objects.function.PFunction;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.DirectCallNode;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.strings.TruffleString;

/**
 * A function of Python for Java to call again and again, from where no exception is being handled. GraalPy does not know
 * that of a call from Java, and looks through the whole stack for one, each time, which takes longer than a short call.
 */
final class Entry extends Builtin {
    private final PFunction function;
    private final int arguments;

    @Child
    private DirectCallNode call;

    private Entry(PythonLanguage language, PFunction function, TruffleString[] parameters) {
        super(language, function.getName().toJavaStringUncached(), parameters);
        this.function = function;
        this.arguments = parameters.length;
        this.call = DirectCallNode.create(function.getCallTarget());
    }

    /** Of a function with positional parameters only. */
    static Entry of(PythonLanguage language, PFunction function) {
        return new Entry(language, function, function.getCode().getSignature().getParameterIds());
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
        return call.call(passed);
    }
}
