package parley.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws Markdown as lines of text: headings, paragraphs, lists, quotes, rules, code blocks (fenced or indented), and in a
 * line bold, emphasis, code and links. Tables and HTML are shown as they are written.
 */
final class Markdown {
    private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+).*");
    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.*?)\\s*#*");
    private static final Pattern ITEM = Pattern.compile("(\\s*)([-*+]|\\d+[.)])\\s+(.*)");
    private static final Pattern QUOTE = Pattern.compile("\\s*> ?(.*)");
    private static final Pattern RULE = Pattern.compile("\\s*([-*_])(\\s*\\1){2,}\\s*");
    private static final Pattern VERBATIM = Pattern.compile("\\s*[|<].*");
    private static final String INDENT = "    ";

    private final int width;
    private final Ink ink;
    private final List<String> drawn = new ArrayList<>();

    /** The paragraph that is being read, and what stands before its first line and before its others. */
    private final StringBuilder paragraph = new StringBuilder();

    private String first = "";
    private String others = "";

    /** The fence that ends the code block that is being read, or empty. */
    private String fence = "";

    private Markdown(int width, Ink ink) {
        this.width = width;
        this.ink = ink;
    }

    /** The lines of {@code text}, none wider than {@code width} where words allow it. */
    static List<String> draw(String text, int width, Ink ink) {
        Markdown markdown = new Markdown(width, ink);
        text.lines().forEach(markdown::line);
        markdown.endParagraph();
        return markdown.drawn;
    }

    private void line(String line) {
        Matcher opening = FENCE.matcher(line);
        if (!fence.isEmpty()) {
            if (line.strip().equals(fence)) {
                fence = "";
            } else {
                drawn.add((INDENT + ink.code(line)).stripTrailing());
            }
        } else if (opening.matches()) {
            endParagraph();
            fence = opening.group(1);
        } else if (line.isBlank()) {
            endParagraph();
            drawn.add("");
        } else if (paragraph.isEmpty()
                && line.startsWith(INDENT)
                && !ITEM.matcher(line).matches()) {
            drawn.add(INDENT + ink.code(line.substring(INDENT.length())));
        } else {
            block(line);
        }
    }

    private void block(String line) {
        Matcher heading = HEADING.matcher(line);
        Matcher item = ITEM.matcher(line);
        Matcher quote = QUOTE.matcher(line);
        if (heading.matches()) {
            endParagraph();
            heading(heading.group(2), heading.group(1).length());
        } else if (RULE.matcher(line).matches()) {
            endParagraph();
            drawn.add(ink.dim("-".repeat(Math.min(width, 40))));
        } else if (item.matches()) {
            endParagraph();
            first = item.group(1) + item.group(2) + " ";
            others = " ".repeat(first.length());
            paragraph.append(item.group(3));
        } else if (quote.matches()) {
            if (!first.equals("> ")) {
                endParagraph();
            }
            first = "> ";
            others = "> ";
            paragraph.append(quote.group(1)).append(' ');
        } else if (VERBATIM.matcher(line).matches()) {
            endParagraph();
            drawn.add(line);
        } else {
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
        }
    }

    private void heading(String text, int level) {
        Words words = Words.of(text, new Ink(false));
        for (String line : words.wrap(width)) {
            drawn.add(ink.bold(line));
        }
        if (level <= 2) {
            drawn.add(ink.bold((level == 1 ? "=" : "-").repeat(Math.min(width, words.width()))));
        }
    }

    private void endParagraph() {
        if (!paragraph.isEmpty()) {
            List<String> lines = Words.of(paragraph.toString(), ink).wrap(width - first.length());
            for (int i = 0; i < lines.size(); i++) {
                drawn.add((i == 0 ? first : others) + lines.get(i));
            }
        }
        paragraph.setLength(0);
        first = "";
        others = "";
    }
}
