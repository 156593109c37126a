package parley.ship;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import parley.trace.Failure;
import parley.trace.UserFailure;

/**
 * An exception as text: its type and message, and of its trace only what the user wrote.
 *
 * <pre>
 *   java.lang.IllegalStateException: no such
 *       at f (prompt:1)
 *       at prompt:3
 *   Caused by: ...
 *   in process Process-1 (pid 4711), started
 *       at prompt:4
 * </pre>
 *
 * Has no state.
 */
public final class Traceback {
    private static final List<String> NOT_THE_USERS =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "parley.", "REPL.$Lookup$");

    private static final int REPEATS = 3;
    private static final int FRAMES = 40;

    private Traceback() {}

    /**
     * The whole text.
     *
     * @param exception any
     * @param place turns a frame of a prompt class into one that says where it was typed
     * @return lines without a last newline
     */
    public static String text(Throwable exception, UnaryOperator<StackTraceElement> place) {
        List<String> lines = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        String prefix = "";
        for (Throwable e = exception; e != null && seen.add(e); e = e.getCause()) {
            lines.add(prefix + summary(e));
            if (!(e instanceof Failure) || isWithinCode(e)) {
                addFrames(lines, e, place);
            }
            addOrigin(lines, e, place);
            if (e instanceof Failure && !(e.getCause() instanceof RuntimeException)) {
                break; // ours: the message says it all
            }
            prefix = "Caused by: ";
        }
        return String.join("\n", lines);
    }

    /**
     * Type and message.
     *
     * @param exception any
     * @return as {@code java.lang.IllegalStateException: no such}; a prompt class has its name alone
     */
    public static String summary(Throwable exception) {
        String message = message(exception);
        if (exception instanceof Failure) {
            return message;
        }
        String type = PromptNames.typed(exception.getClass().getName());
        return message.isEmpty() ? type : type + ": " + message;
    }

    private static String message(Throwable exception) {
        try {
            String message = exception.getLocalizedMessage();
            return message == null ? "" : PromptNames.typedIn(message);
        } catch (RuntimeException e) { // the user's own getMessage
            return "";
        }
    }

    /** Where it came from, if from another process. */
    private static void addOrigin(List<String> lines, Throwable e, UnaryOperator<StackTraceElement> place) {
        if (e instanceof UserFailure failure && !failure.traceback().isEmpty()) {
            lines.addAll(failure.traceback().lines().toList());
        }
        for (Throwable suppressed : e.getSuppressed()) {
            if (suppressed instanceof OtherProcess other) {
                lines.add(other.getMessage() + ", called");
                addFrames(lines, other, place);
            } else {
                lines.add("Suppressed: " + summary(suppressed));
            }
        }
    }

    /** Whether the trace says more than that the prompt was here: then it is worth a line beside our own message. */
    private static boolean isWithinCode(Throwable e) {
        return Arrays.stream(usersFrames(e.getStackTrace()))
                .anyMatch(frame -> !frame.getMethodName().startsWith("do_it$"));
    }

    private static void addFrames(List<String> lines, Throwable e, UnaryOperator<StackTraceElement> place) {
        List<String> frames = new ArrayList<>();
        StackTraceElement called = null;
        for (StackTraceElement frame : usersFrames(e.getStackTrace())) {
            if (called == null || !forwards(frame, called)) {
                frames.add("    at " + frame(PromptNames.isPrompt(frame.getClassName()) ? place.apply(frame) : frame));
            }
            called = frame;
        }
        addShortened(lines, frames);
    }

    /** A recursion without end is told in few lines. */
    private static void addShortened(List<String> lines, List<String> frames) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            String frame = frames.get(i);
            int same = i + 1;
            while (same < frames.size() && frames.get(same).equals(frame)) {
                same++;
            }
            told.add(frame);
            if (same - i > REPEATS) {
                told.add("    ... the same " + (same - i - 1) + " more times");
                i = same - 1;
            }
        }
        if (told.size() > FRAMES) {
            lines.addAll(told.subList(0, FRAMES / 2));
            lines.add("    ... " + (told.size() - FRAMES) + " more");
            lines.addAll(told.subList(told.size() - FRAMES / 2, told.size()));
        } else {
            lines.addAll(told);
        }
    }

    /** Whether a frame is the first version of a method, which only calls the later one. */
    private static boolean forwards(StackTraceElement frame, StackTraceElement called) {
        return frame.getMethodName().equals(called.getMethodName())
                && !frame.getClassName().equals(called.getClassName())
                && frame.getClassName().equals(PromptNames.withoutVersion(called.getClassName()));
    }

    /** The part of a trace that the user wrote. */
    static StackTraceElement[] usersFrames(StackTraceElement[] trace) {
        return Arrays.stream(trace)
                .filter(frame -> NOT_THE_USERS.stream().noneMatch(frame.getClassName()::startsWith))
                .toArray(StackTraceElement[]::new);
    }

    private static String frame(StackTraceElement frame) {
        String type = PromptNames.typed(frame.getClassName());
        String method = frame.getMethodName();
        if (method.startsWith("lambda$")) {
            String within = method.replaceAll("^lambda\\$|\\$\\d+$", "");
            method = within.startsWith("do_it$") || within.equals("static") ? "lambda" : "lambda in " + within;
        }
        String name = switch (method) {
            case "<init>" -> "new " + type;
            case "<clinit>" -> "static " + type;
            case String m when m.startsWith("do_it$") -> "";
            case String m when type.isEmpty() -> m;
            default -> type + "." + method;
        };
        String place = frame.getFileName() == null
                ? "unknown"
                : frame.getFileName() + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "");
        return name.isEmpty() ? place : name + " (" + place + ")";
    }
}
