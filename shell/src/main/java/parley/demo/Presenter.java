package parley.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.demo.Step.Code;
import parley.demo.Step.Narration;
import parley.eval.Backend;
import parley.eval.Outcome;
import parley.trace.FailureKind;
import parley.trace.UserFailure;

/**
 * Shows a lesson step by step: narration and code together, the code's output after Enter.
 *
 * <pre>
 *   show step n ──Enter──▶ run its code, show what comes ──Enter──▶ show step n+1 ... end
 *      ▲  │ b: step n-1            ▲  │ r: run again
 *      └──┘                        └──┘                       q at any time: end
 * </pre>
 *
 * A cell that fails shows its failure and the presentation goes on.
 */
public final class Presenter {
    private static final int WIDEST = 100; // longer lines are hard to read from the last row

    private final Map<String, Backend> backends;
    private final Stage stage;
    private final Ink ink;

    /** Presents on {@code stage}, runs code in {@code backends} (a language's name to its back end). */
    public Presenter(Map<String, Backend> backends, Stage stage) {
        this.backends = backends;
        this.stage = stage;
        this.ink = new Ink(stage.coloured());
    }

    /** What is on the stage at once: words, or code, or words and the code right below them. */
    private record Slide(
            @Nullable Narration words, @Nullable Code code) {}

    /**
     * Presents the lesson from its first step, until its end or until the presenter quits.
     *
     * @throws UserFailure if a cell is in a language that has no back end; then nothing has been shown
     */
    public void present(Lesson lesson) {
        NotebookRunner.demand(lesson, backends);
        List<Slide> slides = slides(lesson);
        int at = 0;
        while (at < slides.size()) {
            Slide slide = slides.get(at);
            String count = (at + 1) + "/" + slides.size();
            stage.show(drawn(slide, count));
            switch (play(slide, count)) {
                case NEXT -> at++;
                case AGAIN -> {} // nothing to run: shown again
                case BACK -> at = Math.max(0, at - 1);
                case QUIT -> {
                    return;
                }
            }
        }
        stage.show(ink.dim("end of: " + lesson.title()));
    }

    /** Runs the slide's code as often as the presenter likes; returns the key that leaves the slide. */
    private Stage.Key play(Slide slide, String count) {
        Code code = slide.code();
        if (code == null) {
            return stage.key(hint(count, "Enter: next, b: back, q: quit"));
        }
        Stage.Key key = stage.key(hint(count, "Enter: run, b: back, q: quit"));
        while (key == Stage.Key.AGAIN || key == Stage.Key.NEXT) {
            run(code);
            key = stage.key(hint(count, "Enter: next, r: run again, b: back, q: quit"));
            if (key == Stage.Key.NEXT) {
                return key;
            }
        }
        return key;
    }

    private void run(Code code) {
        switch (NotebookRunner.backend(code, backends).eval(code.source())) {
            case Outcome.Done() -> {}
            case Outcome.Value(String text) -> stage.show(Ink.plain(text));
            case Outcome.Left(int status) -> stage.show(ink.dim("the code asked to leave: status=" + status));
            case Outcome.Failed(FailureKind kind, String text) -> stage.show(ink.bad(Ink.plain(text)));
        }
    }

    private String hint(String count, String keys) {
        return ink.dim("[" + count + "  " + keys + "]");
    }

    private String drawn(Slide slide, String count) {
        List<String> lines = new ArrayList<>(List.of("", ink.dim("step " + count), ""));
        int width = Math.min(stage.width(), WIDEST);
        Narration words = slide.words();
        if (words != null) {
            lines.addAll(Markdown.draw(Ink.plain(words.text()), width, ink));
            lines.add("");
        }
        Code code = slide.code();
        if (code != null) {
            lines.addAll(numbered(code));
            lines.add("");
        }
        lines.removeLast();
        return String.join("\n", lines);
    }

    private List<String> numbered(Code code) {
        List<String> lines = Ink.plain(code.source()).lines().toList();
        int digits = String.valueOf(code.firstLine() + lines.size() - 1).length();
        List<String> numbered = new ArrayList<>(List.of(ink.dim(code.language() + ":")));
        for (int i = 0; i < lines.size(); i++) {
            String number = String.format("%" + (digits + 1) + "d", code.firstLine() + i);
            numbered.add((ink.dim(number) + "  " + ink.code(lines.get(i))).stripTrailing());
        }
        return numbered;
    }

    private static List<Slide> slides(Lesson lesson) {
        List<Slide> slides = new ArrayList<>();
        for (Step step : lesson.steps()) {
            switch (step) {
                case Narration words -> slides.add(new Slide(words, null));
                case Code code -> {
                    boolean below = !slides.isEmpty() && slides.getLast().code() == null;
                    slides.add(new Slide(below ? slides.removeLast().words() : null, code));
                }
            }
        }
        return slides;
    }
}
