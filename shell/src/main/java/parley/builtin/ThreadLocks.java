package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.function.PArguments;
import com.oracle.graal.python.builtins.objects.thread.PLock;
import com.oracle.graal.python.nodes.PRaiseNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.object.DynamicObjectLibrary;

/** The locks of {@code threading}: GraalPy's own let everybody release one that nobody holds. */
final class ThreadLocks {
    /** What {@code multiprocessing.util} calls in a copy of the process, where the holder may be gone. */
    private static final String RENEW = "_at_fork_reinit";

    private ThreadLocks() {}

    /** Gives the type of these locks its methods that release. */
    static void mend(PythonLanguage language) {
        var type = PythonContext.get(null).lookupType(PythonBuiltinClassType.PLock);
        for (Release release : new Release[] {
            new Release(language, "release", 1),
            new Release(language, "release_lock", 1),
            new Release(language, "__exit__", 4),
            new Release(language, RENEW, 1)
        }) {
            var name = Strings.of(release.getName());
            Object function = PFactory.createBuiltinFunction(
                    language, name, PythonBuiltinClassType.PLock, 0, 0, release.getCallTarget());
            DynamicObjectLibrary.getUncached().put(type, name, function); // past the check that it is for good
        }
    }

    /** {@code release(lock, ...)}. */
    private static final class Release extends Builtin {
        Release(PythonLanguage language, String name, int arguments) {
            super(language, name, arguments);
        }

        @Override
        public Object execute(VirtualFrame frame) {
            if (!(PArguments.getArgument(frame, 0) instanceof PLock lock)) {
                throw PRaiseNode.raiseStatic(this, PythonBuiltinClassType.TypeError, Strings.of("a lock is required"));
            }
            if (!lock.locked()) {
                if (getName().equals(RENEW)) {
                    return PNone.NONE;
                }
                throw PRaiseNode.raiseStatic(
                        this, PythonBuiltinClassType.RuntimeError, Strings.of("release unlocked lock"));
            }
            lock.release();
            return PNone.NONE;
        }
    }
}
