package parley.java;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;
import org.jspecify.annotations.Nullable;
import parley.ship.PromptNames;

/**
 * Where code was typed: from a line of JShell's wrapper class to a line of the prompt or of a file. Computed when
 * somebody asks: an exception is shown, or a class is sent. Under the compiler lock.
 */
final class Places {
    private final Supplier<List<Snippet>> snippets;
    private final Supplier<SourceCodeAnalysis> analysis;
    private final Map<String, Source> sources = new HashMap<>();
    private @Nullable Source current;

    Places(Supplier<List<Snippet>> snippets, Supplier<SourceCodeAnalysis> analysis) {
        this.snippets = snippets;
        this.analysis = analysis;
    }

    /** What is evaluated from now on is from there. */
    void current(Source source) {
        current = source;
    }

    /** These snippets came from the current source. */
    void note(Snippet snippet) {
        if (current != null) {
            sources.putIfAbsent(snippet.id(), current);
        }
    }

    /**
     * Where the code of one class was typed.
     *
     * @param source the place
     * @param lines from the class's line to the place's
     */
    record Place(Source source, IntUnaryOperator lines) {}

    /** Where a class was typed, or null where that is not known. */
    @Nullable
    Place of(String className) {
        List<Snippet> all = snippets.get();
        for (Snippet snippet : all.reversed()) {
            SnippetWrapper wrapper = analysis.get().wrapper(snippet);
            String name = snippet.kind() == Snippet.Kind.IMPORT ? "" : wrapper.fullClassName();
            if (!name.isEmpty() && (className.equals(name) || className.startsWith(name + "$"))) {
                Source source = sources.getOrDefault(snippet.id(), current);
                return source == null ? null : new Place(source, line -> source.line(offset(wrapper, line)));
            }
        }
        return null;
    }

    /** A frame of a prompt class, with the place where it was typed; one from another process says so already. */
    StackTraceElement translate(StackTraceElement frame) {
        String file = frame.getFileName();
        if (file == null || !file.startsWith("$JShell$")) {
            return frame;
        }
        String wrapper = "REPL." + file.replaceFirst("\\.java$", "");
        Place place = PromptNames.isWrapper(wrapper) ? of(wrapper) : null;
        return place == null
                ? new StackTraceElement(frame.getClassName(), frame.getMethodName(), Source.PROMPT, -1)
                : new StackTraceElement(
                        frame.getClassName(),
                        frame.getMethodName(),
                        place.source().name(),
                        place.lines().applyAsInt(frame.getLineNumber()));
    }

    /** From a line of the wrapper to an offset of the snippet. */
    private static int offset(SnippetWrapper wrapper, int line) {
        String wrapped = wrapper.wrapped();
        int at = 0;
        for (int i = 1; i < line; i++) {
            int end = wrapped.indexOf('\n', at);
            if (end < 0) {
                break;
            }
            at = end + 1;
        }
        while (at < wrapped.length() - 1 && wrapped.charAt(at) == ' ') {
            at++;
        }
        return wrapper.wrappedToSourcePosition(at);
    }
}
