package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.function.PFunction;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.DirectCallNode;

/**
 * A function of Python for Java to call again and again, from where no exception is being handled. GraalPy does not know
 * that of a call from Java, and looks through the whole stack for one, each time, which takes longer than a short call.
 */
final class Entry extends Forwarding {
    @Child
    private DirectCallNode call;

    Entry(PythonLanguage language, PFunction function) {
        super(language, function);
        this.call = DirectCallNode.create(function.getCallTarget());
    }

    @Override
    public Object execute(VirtualFrame frame) {
        return call.call(passed(frame));
    }
}
