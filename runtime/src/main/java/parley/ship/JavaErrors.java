package parley.ship;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import parley.trace.Self;
import parley.trace.UserFailure;

/**
 * Exceptions on their way between processes: raised in one, raised again in the one that asked. Has no state.
 *
 * <pre>
 *   worker:  exception ──pack──▶ RemoteError(summary, traceback, its own form where it can be sent)
 *   caller:  RemoteError ──unpack──▶ the same exception, or a UserFailure with the traceback
 * </pre>
 */
public final class JavaErrors {
    private JavaErrors() {}

    /**
     * Packs an exception of this process.
     *
     * @param exception what the user's code raised
     * @return what is sent back
     */
    public static RemoteError pack(Throwable exception) {
        byte[] form = null;
        try {
            form = new Packer(exception).pack(ParcelKind.VALUE, "exception", exception, List.of(Self.describe()));
        } catch (RuntimeException | StackOverflowError e) {
            // it holds something that cannot be sent: its text must do
        }
        return new RemoteError("java", Traceback.summary(exception), describe(exception), form);
    }

    /**
     * The text that is printed where nobody catches the exception.
     *
     * @param exception what the user's code raised
     * @return the process's name and pid, then the traceback; lines without a last newline
     */
    public static String describe(Throwable exception) {
        return "Process " + Self.describe() + ":\n" + Traceback.text(exception, UnaryOperator.identity());
    }

    /**
     * Makes the exception again in the process that asked.
     *
     * @param error what came back
     * @return the same exception where it could travel, else a {@link UserFailure}; to be thrown
     */
    public static Throwable unpack(RemoteError error) {
        Throwable exception = error.language().equals("java") ? read(error.exception()) : null;
        return exception != null ? exception : new UserFailure(error.summary(), error.traceback(), null);
    }

    /**
     * Throws the exception again in the process that asked, checked or not.
     *
     * @param error what came back
     * @return never; so that a caller can write {@code throw}
     */
    public static RuntimeException raise(RemoteError error) {
        throw JavaErrors.<RuntimeException>unchecked(unpack(error));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // on purpose: the compiler believes it, the exception stays what it is
    private static <X extends Throwable> X unchecked(Throwable exception) throws X {
        throw (X) exception;
    }

    private static @Nullable Throwable read(byte @Nullable [] form) {
        if (form == null) {
            return null;
        }
        try {
            Unpacker unpacker = JavaValues.unpack(form);
            if (unpacker.content() instanceof Throwable exception) {
                exception.setStackTrace(Traceback.usersFrames(exception.getStackTrace()));
                exception.addSuppressed(
                        new OtherProcess(String.valueOf(unpacker.arguments().getFirst())));
                return exception;
            }
            return null;
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            return null; // its class is not known here: its text must do
        }
    }
}
