package parley.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import parley.demo.ScriptLine.Kind;
import parley.demo.Step.Code;
import parley.demo.Step.Narration;

/**
 * Cuts a script into steps. A cell begins at each marker; in a script without markers, at each block of comments
 * between two top-level statements. The comments at a cell's head are its narration, the rest is its code.
 */
final class ScriptReader {
    private final String language;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> narration = new ArrayList<>();
    private final List<ScriptLine> code = new ArrayList<>();

    private ScriptReader(String language) {
        this.language = language;
    }

    static Lesson read(String name, String language, List<ScriptLine> lines) {
        ScriptReader reader = new ScriptReader(language);
        boolean markers = lines.stream().anyMatch(line -> line.is(Kind.MARKER));
        for (ScriptLine line : lines) {
            reader.add(line, markers);
        }
        reader.endCell();
        List<Step> steps = titled(reader.steps);
        return new Lesson(Lesson.title(steps, name), language, steps);
    }

    private void add(ScriptLine line, boolean markers) {
        switch (line.kind()) {
            case MARKER -> {
                endCell();
                if (!line.text().isEmpty()) {
                    narration.addAll(List.of("## " + line.text(), ""));
                }
            }
            case COMMENT -> {
                if (!code.isEmpty() && !markers) {
                    endCell();
                }
                if (code.isEmpty()) {
                    narration.add(line.text());
                } else {
                    code.add(line);
                }
            }
            case BLANK -> {
                if (code.isEmpty()) {
                    narration.add("");
                } else {
                    code.add(line);
                }
            }
            case CODE -> code.add(line);
        }
    }

    private void endCell() {
        String text = String.join("\n", narration).strip();
        if (!text.isEmpty()) {
            steps.add(new Narration(text));
        }
        if (!code.isEmpty()) {
            String source = code.stream().map(ScriptLine::code).collect(Collectors.joining("\n"));
            steps.add(new Code(language, source.stripTrailing(), code.getFirst().number(), false));
        }
        narration.clear();
        code.clear();
    }

    /** A first line that stands alone is the title, with or without a full stop. */
    private static List<Step> titled(List<Step> steps) {
        if (steps.isEmpty() || !(steps.getFirst() instanceof Narration(String text)) || text.startsWith("#")) {
            return steps;
        }
        List<String> lines = text.lines().toList();
        if (lines.size() > 1 && !lines.get(1).isBlank()) {
            return steps;
        }
        String first = lines.getFirst();
        String heading = "# " + (first.endsWith(".") ? first.substring(0, first.length() - 1) : first);
        List<Step> titled = new ArrayList<>(steps);
        titled.set(0, new Narration(heading + text.substring(first.length())));
        return titled;
    }
}
