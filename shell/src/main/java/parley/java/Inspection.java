package parley.java;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import parley.eval.Candidate;
import parley.eval.Completeness;

/** What JShell knows of a text that is not run. Under the compiler lock. */
final class Inspection {
    private static final int SIGNATURES = 12;

    private Inspection() {}

    static Completeness completeness(SourceCodeAnalysis analysis, String code) {
        String rest = code;
        Completeness seen = Completeness.EMPTY;
        while (!rest.isBlank()) {
            if (Statements.isCommand(rest.stripLeading())) {
                return Completeness.COMPLETE;
            }
            var info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    return Completeness.INCOMPLETE;
                }
                case EMPTY -> {
                    return seen;
                }
                case COMPLETE -> {
                    seen = Completeness.COMPLETE;
                    rest = info.remaining();
                }
                default -> {
                    return Completeness.COMPLETE;
                }
            }
        }
        return seen;
    }

    static List<Candidate> complete(SourceCodeAnalysis analysis, String code, int cursor) {
        int[] anchor = new int[1];
        Set<String> texts = new LinkedHashSet<>();
        List<Suggestion> suggestions = analysis.completionSuggestions(code, cursor, anchor);
        // what fits the expected type first, as JShell ranks it
        suggestions.stream().filter(Suggestion::matchesType).forEach(s -> texts.add(s.continuation()));
        suggestions.forEach(s -> texts.add(s.continuation()));
        return texts.stream()
                .filter(text -> !text.startsWith("$") && !text.startsWith("do_it$"))
                .map(text -> new Candidate(text, anchor[0]))
                .toList();
    }

    static String inspect(SourceCodeAnalysis analysis, String code, int cursor) {
        int end = cursor; // the end of the name that the cursor is at
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        String start = code.substring(0, end);
        List<Documentation> found = analysis.documentation(start, end, true);
        if (found.isEmpty()) { // perhaps a method's name
            found = analysis.documentation(start + "(", end + 1, true);
        }
        String signatures = found.stream()
                .map(Documentation::signature)
                .map(Imports::shorten)
                .distinct()
                .limit(SIGNATURES)
                .collect(Collectors.joining("\n"));
        String javadoc = found.size() == 1 ? plain(found.getFirst().javadoc()) : "";
        return javadoc.isEmpty() ? signatures : signatures + "\n\n" + javadoc;
    }

    /** A documentation comment without its markup, up to its tags. */
    private static String plain(@org.jspecify.annotations.Nullable String javadoc) {
        if (javadoc == null) {
            return "";
        }
        return javadoc.lines()
                .map(line -> line.replaceFirst("^\\s*\\*? ?", ""))
                .takeWhile(line -> !line.startsWith("@"))
                .collect(Collectors.joining("\n"))
                .replaceAll("<p>", "\n")
                .replaceAll("\\{@(?:code|link|linkplain|literal)\\s+([^}]*)\\}", "$1")
                .replaceAll("</?[a-zA-Z][^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .strip();
    }
}
