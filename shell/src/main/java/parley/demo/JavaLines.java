package parley.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import parley.demo.ScriptLine.Kind;

/**
 * Tells the lines of a JShell script apart without a parser: it follows brackets, strings and comments. A statement
 * ends with {@code ;} or a brace at the margin's level; one that ends without either (JShell allows it) stays in one cell
 * with what follows.
 */
final class JavaLines {
    private static final Pattern COMMAND = Pattern.compile("/[a-z!?-].*");
    private static final Pattern GOES_ON = Pattern.compile("(else|catch|finally)\\b.*");
    private static final String TEXT_BLOCK = "\"\"\"";

    private int brackets;
    private boolean inComment;
    private boolean inTextBlock;

    /** The last character of code so far; a semicolon before there is any. */
    private char last = ';';

    private JavaLines() {}

    static List<ScriptLine> of(String text) {
        JavaLines scanner = new JavaLines();
        List<ScriptLine> found = new ArrayList<>();
        int number = 0;
        boolean comment = false; // in a block comment that is narration
        for (String line : text.lines().toList()) {
            number++;
            boolean outside = scanner.outside();
            boolean opens = outside && line.startsWith("/*");
            scanner.follow(line);
            opens &= scanner.inComment || line.strip().endsWith("*/"); // else code follows on the line
            if (outside && line.isBlank()) {
                found.add(ScriptLine.blank(number));
            } else if (comment || opens || (outside && line.startsWith("//"))) {
                found.add(ScriptLine.comment(line, bare(line), number));
                comment = scanner.inComment;
            } else {
                found.add(ScriptLine.code(line, number));
            }
        }
        joinInside(found);
        return found;
    }

    private boolean outside() {
        return brackets == 0 && !inComment && !inTextBlock && (last == ';' || last == '}');
    }

    /** A comment's line without its marks. */
    private static String bare(String line) {
        return line.replaceFirst("^\\s*(//+|/\\*+|\\*+(?!/)) ?", "").replaceFirst("\\s*\\*+/\\s*$", "");
    }

    /** Moves over a line and keeps what is open at its end. */
    private void follow(String line) {
        if (outside() && COMMAND.matcher(line).matches()) {
            return; // a command of JShell, as /exit
        }
        for (int i = 0; i < line.length(); i++) {
            i = step(line, i);
        }
    }

    /** Looks at one character or one string; returns the index of its last character. */
    private int step(String line, int at) {
        char c = line.charAt(at);
        if (inComment) {
            inComment = !line.startsWith("*/", at);
            return inComment ? at : at + 1;
        }
        if (inTextBlock) {
            inTextBlock = !line.startsWith(TEXT_BLOCK, at);
            return c == '\\' ? at + 1 : inTextBlock ? at : at + 2;
        }
        if (line.startsWith("//", at)) {
            return line.length();
        }
        if (line.startsWith("/*", at)) {
            inComment = true;
            return at + 1;
        }
        if (!Character.isWhitespace(c)) {
            last = c;
        }
        if (line.startsWith(TEXT_BLOCK, at)) {
            inTextBlock = true;
            return at + 2;
        }
        if (c == '"' || c == '\'') {
            return endOfLiteral(line, at, c);
        }
        if ("([{".indexOf(c) >= 0) {
            brackets++;
        } else if (")]}".indexOf(c) >= 0) {
            brackets = Math.max(0, brackets - 1);
        }
        return at;
    }

    private static int endOfLiteral(String line, int start, char quote) {
        int at = start + 1;
        while (at < line.length() && line.charAt(at) != quote) {
            at += line.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    /** Comments and blank lines before an else, catch or finally belong to the statement. */
    private static void joinInside(List<ScriptLine> lines) {
        int last = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).is(Kind.CODE)) {
                continue;
            }
            if (last >= 0 && GOES_ON.matcher(lines.get(i).code().strip()).matches()) {
                for (int between = last + 1; between < i; between++) {
                    lines.set(between, lines.get(between).inside());
                }
            }
            last = i;
        }
    }
}
