package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.function.PArguments;
import com.oracle.graal.python.builtins.objects.function.PBuiltinFunction;
import com.oracle.graal.python.builtins.objects.function.Signature;
import com.oracle.graal.python.nodes.PRootNode;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.stream.IntStream;

/** A function with a fixed number of positional arguments, as GraalPy has its own. Any Python thread. */
abstract class Builtin extends PRootNode {
    private final String name;
    private final Signature signature;

    Builtin(PythonLanguage language, String name, int arguments) {
        this(
                language,
                name,
                IntStream.range(0, arguments)
                        .mapToObj(at -> Strings.of("a" + at))
                        .toArray(TruffleString[]::new));
    }

    Builtin(PythonLanguage language, String name, TruffleString[] parameters) {
        super(language);
        this.name = name;
        this.signature = new Signature(parameters.length, false, -1, parameters, new TruffleString[0]);
    }

    /** The function itself, for Python. */
    final PBuiltinFunction toFunction(PythonLanguage language) {
        return PFactory.createBuiltinFunction(language, Strings.of(name), null, 0, 0, getCallTarget());
    }

    /** An argument that is an int of 64 bits; Python holds it in 32 where it fits. */
    static long integer(VirtualFrame frame, int argument) {
        Object value = PArguments.getArgument(frame, argument);
        return value instanceof Integer small ? small : (long) value;
    }

    @Override
    public Signature getSignature() {
        return signature;
    }

    @Override
    public boolean isPythonInternal() {
        return true;
    }

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return name;
    }

    /** A body that is called, and not compiled into its caller. */
    @FunctionalInterface
    interface Body {
        Object call(Object first, Object second, Object third);
    }

    /** A function whose body is ordinary Java. */
    static final class Called extends Builtin {
        private final Body body;
        private final int arguments;

        Called(PythonLanguage language, String name, int arguments, Body body) {
            super(language, name, arguments);
            this.arguments = arguments;
            this.body = body;
        }

        @Override
        public Object execute(VirtualFrame frame) {
            return call(
                    arguments > 0 ? PArguments.getArgument(frame, 0) : this,
                    arguments > 1 ? PArguments.getArgument(frame, 1) : this,
                    arguments > 2 ? PArguments.getArgument(frame, 2) : this);
        }

        @TruffleBoundary
        private Object call(Object first, Object second, Object third) {
            return body.call(first, second, third);
        }
    }
}
