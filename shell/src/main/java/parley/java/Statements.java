package parley.java;

import java.util.Iterator;
import java.util.NoSuchElementException;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.jspecify.annotations.Nullable;

/** Cuts a text into statements, and lines that start with a slash, one after the other. For one thread. */
final class Statements implements Iterator<Source> {
    private final SourceCodeAnalysis analysis;
    private final Source whole;
    private int at;
    private @Nullable Source next;

    Statements(SourceCodeAnalysis analysis, Source whole) {
        this.analysis = analysis;
        this.whole = whole;
        if (whole.text().startsWith("#!")) {
            at = endOfLine(0);
        }
    }

    /** Whether a statement is a command of the shell rather than Java. */
    static boolean isCommand(String statement) {
        return statement.startsWith("/") && !statement.startsWith("//") && !statement.startsWith("/*");
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = find();
        }
        return next != null;
    }

    @Override
    public Source next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Source found = next;
        next = null;
        return found;
    }

    private @Nullable Source find() {
        String text = whole.text();
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        String rest = text.substring(start);
        if (rest.isEmpty()) {
            return null;
        }
        if (isCommand(rest)) {
            at = endOfLine(start);
            return whole.part(start, text.substring(start, at));
        }
        CompletionInfo info = analysis.analyzeCompletion(rest);
        if (info.completeness() == Completeness.EMPTY) {
            at = text.length();
            return null;
        }
        boolean goesOn = info.completeness() == Completeness.COMPLETE;
        at = goesOn ? text.length() - info.remaining().length() : text.length();
        return whole.part(start, info.source() == null ? rest : info.source());
    }

    private int endOfLine(int from) {
        int end = whole.text().indexOf('\n', from);
        return end < 0 ? whole.text().length() : end;
    }
}
