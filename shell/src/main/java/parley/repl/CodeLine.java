package parley.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * A text as JLine wants it for completion: one word, from {@code start} to the cursor; what follows the cursor stays.
 *
 * @param start where the word starts
 * @param cursor where it ends
 */
record CodeLine(String line, int start, int cursor) implements CompletingParsedLine {
    @Override
    public String word() {
        return line.substring(start, cursor);
    }

    @Override
    public int wordCursor() {
        return cursor - start;
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word());
    }

    /** Code is not quoted. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return wordCursor();
    }

    @Override
    public int rawWordLength() {
        return wordCursor();
    }
}
