package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.frame.PFrame;
import com.oracle.graal.python.builtins.objects.function.PArguments;
import com.oracle.graal.python.builtins.objects.traceback.PTraceback;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.FrameInstance.FrameAccess;
import com.oracle.truffle.api.nodes.RootNode;

/**
 * The frame of a traceback whose function still runs, in another thread. GraalPy makes such a frame from the stack of the
 * thread that asks, does not find it there, and gives Python a Java {@code null}, on which the interpreter fails. Here it
 * becomes a frame with the function's code, and without its variables, which belong to the other thread.
 */
final class Frames {
    private Frames() {}

    /** Sees to it that a traceback has a frame, or can find it. */
    static void complete(PythonLanguage language, PTraceback traceback) {
        PFrame.Reference sought = traceback.getFrameInfo();
        if (traceback.getFrame() == null && sought != null && sought.getPyFrame() == null && !isOnThisStack(sought)) {
            traceback.setFrame(without(language, sought.getRootNode()));
        }
    }

    private static boolean isOnThisStack(PFrame.Reference sought) {
        return Boolean.TRUE.equals(Truffle.getRuntime().iterateFrames(instance -> {
            Object[] arguments = instance.getFrame(FrameAccess.READ_ONLY).getArguments();
            boolean found = PArguments.isPythonFrame(arguments) && PArguments.getCurrentFrameInfo(arguments) == sought;
            return found ? Boolean.TRUE : null;
        }));
    }

    private static PFrame without(PythonLanguage language, RootNode function) {
        return PFactory.createPFrame(
                language,
                null,
                PFactory.createCode(language, function.getCallTarget()),
                PFactory.createDict(language),
                PFactory.createDict(language));
    }
}
