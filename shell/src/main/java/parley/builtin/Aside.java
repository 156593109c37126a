package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.function.PArguments;
import com.oracle.graal.python.builtins.objects.referencetype.PReferenceType;
import com.oracle.graal.python.runtime.AsyncHandler;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.DirectCallNode;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import parley.trace.BugFailure;

/**
 * What runs in the middle of other code: handlers of signals and callbacks of weak references, of which each import
 * leaves one. GraalPy says of such a call that no exception is being handled, forgets that on the way, and then looks for
 * one through the whole stack: every function there loses its compiled code. Here it is said again. GraalPy has no way to
 * change it: hence the reflection.
 */
final class Aside extends Builtin {
    @Child
    private DirectCallNode call;

    private Aside(PythonLanguage language, RootCallTarget target) {
        super(language, "aside", 0);
        this.call = DirectCallNode.create(target);
    }

    @Override
    public Object execute(VirtualFrame frame) {
        Object[] arguments = frame.getArguments();
        PArguments.setException(arguments, PException.NO_EXCEPTION);
        return call.call(arguments);
    }

    /** The callback of a weak reference is due, with those of all that were cleared before it. */
    static void tell(PReferenceType reference) {
        try {
            Field store = PReferenceType.class.getDeclaredField("store");
            store.setAccessible(true);
            boolean _ = store.get(reference) instanceof Reference<?> own && own.enqueue();
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the weak references of this GraalPy cannot be found", e);
        }
    }

    /** Once for an interpreter. */
    static void prepare(PythonLanguage language) {
        try {
            Field target = AsyncHandler.class.getDeclaredField("callTarget");
            target.setAccessible(true);
            Object handler = PythonContext.get(null).getAsyncHandler();
            target.set(handler, new Aside(language, (RootCallTarget) target.get(handler)).getCallTarget());
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("what this GraalPy runs aside cannot be found", e);
        }
    }
}
