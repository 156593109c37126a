package parley.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.demo.ScriptLine.Kind;

/**
 * Tells the lines of a Python script apart without a parser: it follows brackets, strings and indentation, enough to
 * know where a top-level statement ends.
 */
final class PythonLines {
    /** A line at the margin that goes on with the statement above it. */
    private static final Pattern GOES_ON = Pattern.compile("(\\s|(else|elif|except|finally)\\b).*");

    private static final Pattern DOCSTRING = Pattern.compile("[rR]?(\"\"\"|''').*");

    /** The quotes of the string that a line ends in, or empty. */
    private String quotes = "";

    private int brackets;
    private boolean backslash;

    private PythonLines() {}

    static List<ScriptLine> of(String text) {
        List<String> lines = text.lines().toList();
        List<ScriptLine> found = new ArrayList<>();
        int start = lines.isEmpty() || !lines.getFirst().startsWith("#!") ? 0 : 1;
        PythonLines scanner = new PythonLines();
        for (int i = start; i < lines.size(); i++) {
            found.add(scanner.line(lines.get(i), i + 1));
        }
        takeDocstring(found);
        joinInside(found);
        return found;
    }

    private ScriptLine line(String line, int number) {
        boolean inside = !quotes.isEmpty() || brackets > 0 || backslash;
        if (!inside && line.isBlank()) {
            return ScriptLine.blank(number);
        }
        if (!inside && line.startsWith("#")) {
            return ScriptLine.comment(line, line.replaceFirst("^#+ ?", ""), number);
        }
        follow(line);
        return ScriptLine.code(line, number);
    }

    /** Moves over a line of code and keeps what is open at its end. */
    private void follow(String line) {
        backslash = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                backslash = i == line.length() - 1;
                i++; // in a string it escapes, elsewhere it ends the line
            } else if (!quotes.isEmpty()) {
                if (line.startsWith(quotes, i)) {
                    i += quotes.length() - 1;
                    quotes = "";
                }
            } else if (c == '#') {
                break;
            } else if (c == '"' || c == '\'') {
                String three = String.valueOf(c).repeat(3);
                quotes = line.startsWith(three, i) ? three : String.valueOf(c);
                i += quotes.length() - 1;
            } else if ("([{".indexOf(c) >= 0) {
                brackets++;
            } else if (")]}".indexOf(c) >= 0) {
                brackets = Math.max(0, brackets - 1);
            }
        }
        if (quotes.length() == 1 && !backslash) {
            quotes = ""; // a short string ends with its line, closed or not
        }
    }

    /** The docstring at the head becomes comment lines: it is the introduction. */
    private static void takeDocstring(List<ScriptLine> lines) {
        int start = 0;
        while (start < lines.size() && !lines.get(start).is(Kind.CODE)) {
            start++;
        }
        Matcher head = DOCSTRING.matcher(start < lines.size() ? lines.get(start).code() : "");
        if (!head.matches()) {
            return;
        }
        String mark = head.group(1);
        String from = lines.get(start).code().substring(head.end(1));
        int end = start;
        while (!from.contains(mark)) {
            if (++end == lines.size()) {
                return;
            }
            from = lines.get(end).code();
        }
        if (!from.substring(from.indexOf(mark) + mark.length()).isBlank()) {
            return; // code goes on behind it
        }
        for (int i = start; i <= end; i++) {
            ScriptLine line = lines.get(i);
            String text = i == start ? line.code().substring(head.end(1)) : line.code();
            text = i == end ? text.substring(0, text.indexOf(mark)) : text;
            lines.set(i, new ScriptLine(Kind.COMMENT, line.code(), text.stripTrailing(), line.number()));
        }
    }

    /** Comments and blank lines between two lines of one statement belong to it: in a body, before an else. */
    private static void joinInside(List<ScriptLine> lines) {
        int last = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).is(Kind.CODE)) {
                continue;
            }
            boolean decorated = last >= 0 && lines.get(last).code().startsWith("@");
            boolean goesOn = GOES_ON.matcher(lines.get(i).code()).matches();
            if (last >= 0 && (goesOn || decorated)) {
                for (int between = last + 1; between < i; between++) {
                    lines.set(between, lines.get(between).inside());
                }
            }
            last = i;
        }
    }
}
