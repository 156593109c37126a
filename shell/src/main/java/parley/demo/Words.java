package parley.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A paragraph of Markdown as words that know how wide they are, so that it can be wrapped with its colours. */
final class Words {
    private static final Pattern SPAN = Pattern.compile("`+(?<code>[^`]+)`+"
            + "|\\*\\*(?<bold>\\S(?:.*?\\S)?)\\*\\*"
            + "|(?<![\\w*])\\*(?<slanted>[^\\s*](?:[^*]*[^\\s*])?)\\*(?![\\w*])"
            + "|!?\\[(?<link>[^]]+)]\\((?<address>[^)\\s]+)\\)");

    private record Word(String drawn, int width) {}

    private final List<Word> words = new ArrayList<>();

    /** The word that is being read. */
    private String drawn = "";

    private int columns;

    private Words() {}

    static Words of(String text, Ink ink) {
        Words words = new Words();
        Matcher span = SPAN.matcher(text);
        int at = 0;
        while (span.find()) {
            words.add(text.substring(at, span.start()), UnaryOperator.identity());
            words.add(span, ink);
            at = span.end();
        }
        words.add(text.substring(at), UnaryOperator.identity());
        words.endWord();
        return words;
    }

    private void add(Matcher span, Ink ink) {
        if (span.group("code") != null) {
            add(ink.on() ? span.group("code") : "`" + span.group("code") + "`", ink::code);
        } else if (span.group("bold") != null) {
            add(span.group("bold").replace("`", ""), ink::bold);
        } else if (span.group("slanted") != null) {
            add(span.group("slanted").replace("`", ""), ink::slanted);
        } else {
            add(span.group("link") + " (" + span.group("address") + ")", UnaryOperator.identity());
        }
    }

    /** Adds text of one look; each of its words gets the look for itself, so that lines can break between them. */
    private void add(String text, UnaryOperator<String> look) {
        String[] parts = text.split("\\s+", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                endWord();
            }
            drawn += look.apply(parts[i]);
            columns += parts[i].codePointCount(0, parts[i].length());
        }
    }

    private void endWord() {
        if (columns > 0) {
            words.add(new Word(drawn, columns));
        }
        drawn = "";
        columns = 0;
    }

    /** All words in one line. */
    int width() {
        return words.stream().mapToInt(word -> word.width() + 1).sum() - 1;
    }

    /** Lines of at most {@code width} columns; a longer word has its own line. */
    List<String> wrap(int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int column = 0;
        for (Word word : words) {
            if (column > 0 && column + 1 + word.width() > width) {
                lines.add(line.toString());
                line.setLength(0);
                column = 0;
            }
            line.append(column > 0 ? " " : "").append(word.drawn());
            column += (column > 0 ? 1 : 0) + word.width();
        }
        lines.add(line.toString());
        return lines;
    }
}
