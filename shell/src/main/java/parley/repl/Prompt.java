package parley.repl;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import parley.eval.Backend;
import parley.eval.Outcome;
import parley.session.SessionListener;
import parley.trace.Failure;
import parley.trace.FailureKind;
import parley.trace.UserFailure;

/**
 * The interactive prompt.
 *
 * <pre>
 *   EDITING ──Enter──▶ RUNNING ──outcome──▶ EDITING
 *      │  ▲               │
 *      │  └─ new session ─┤ the session ended: say how, offer a new one
 *      └──── Ctrl-D ──────┴──▶ leave
 * </pre>
 *
 * One thread's.
 */
public final class Prompt implements Shell {
    private static final String JLINE = "4.5.0";

    private final SessionCommand command;
    private final Commands commands = StandardCommands.ALL;
    private final boolean colours = Colours.wanted();
    private final Optional<StateFolder> state = StateFolder.open();
    private final Outcomes outcomes = new Outcomes(colours, state);
    private final Screen screen = new Screen();
    private final Editor editor;
    private final Running running;
    private final Debugging debugging;
    private CompletableFuture<Talk> talk;
    private String language;
    private String unfinished = "";
    private @Nullable Integer leaving;
    private volatile @Nullable Thread editing;
    private volatile boolean ready;

    private Prompt(String first, SessionCommand command) throws IOException {
        this.command = command;
        language = first;
        talk = start();
        state.ifPresent(folder -> folder.keepNativeLibrary(JLINE));
        editor = new Editor(
                new CodeParser(this::language, this::backend, commands),
                new CodeCompleter(this::language, this::backend, this::look, commands),
                new CodeHighlighter(this::language, commands, colours),
                state.flatMap(StateFolder::history));
        debugging = new Debugging(editor, screen, this::runNow);
        running = new Running(editor.terminal(), screen, debugging, this::runNow);
        screen.open(editor.terminal());
    }

    /**
     * Talks with the user until they leave. The prompt is drawn at once; the session, and what edits lines, are
     * loaded behind it.
     *
     * @param language {@code java} or {@code python}
     * @param banner shown first, one line or two
     * @param command starts sessions
     * @return the exit code
     */
    public static int run(String language, String banner, SessionCommand command) throws IOException {
        System.out.print(banner + "\n" + Editor.prompt(language));
        System.out.flush();
        Signals.register("INT", () -> {}); // until there is an editor whose line it could clear
        Prompt prompt = new Prompt(language, command);
        try (Editor _ = prompt.editor) {
            System.out.print("\r"); // the editor draws the prompt once more, over this one
            System.out.flush();
            return prompt.converse();
        } finally {
            prompt.end();
        }
    }

    private int converse() {
        while (leaving == null) {
            try {
                turn();
            } catch (UserFailure e) {
                screen.print(outcomes.failed(FailureKind.USER, String.valueOf(e.getMessage())));
            } catch (Failure e) {
                screen.print(outcomes.failed(e.kind(), String.valueOf(e.getMessage())));
            } catch (RuntimeException e) {
                screen.print(outcomes.failed(FailureKind.BUG, trace(e)));
            }
        }
        return leaving;
    }

    /** Reads one text and does what it says. */
    private void turn() {
        var _ = Thread.interrupted(); // whatever it was for is over
        String start = unfinished;
        unfinished = "";
        switch (read(start)) {
            case Editor.Typed.Text(String text) -> accept(text);
            case Editor.Typed.Cleared(String soFar) -> unfinished = isOver() || debugging.isActive() ? soFar : "";
            case Editor.Typed.End() -> leave(0);
        }
        if (leaving == null && debugging.isActive()) {
            running.debug(talk().session()); // of a child in the background
        }
        if (leaving == null && isOver()) {
            if (wasInterruptedYoung()) {
                talk = start();
            } else {
                offerNewSession();
            }
        }
    }

    /** A Ctrl-C in the first moments still reaches the session too, and was not meant for it. */
    private boolean wasInterruptedYoung() {
        return !ready && talk().session().ended().join().endsWith("killed by signal 2");
    }

    private Editor.Typed read(String start) {
        screen.editing(editor.reader());
        editing = Thread.currentThread();
        try {
            if (isOver() || debugging.isActive()) {
                return new Editor.Typed.Cleared(start);
            }
            editor.typeAhead(running.leftOver());
            running.reset();
            return editor.read(language, colours, start);
        } finally {
            editing = null;
            screen.editing(null);
        }
    }

    private void accept(String text) {
        switch (Input.of(text)) {
            case Input.Nothing() -> {}
            case Input.Code(String code) -> {
                var _ = evaluate(language, code);
            }
            case Input.About(String name) -> print(StandardCommands.about(this, name));
            case Input.Call(String name, String arguments, int _) ->
                commands.get(name).action().run(this, arguments);
        }
    }

    /** A line that was typed while a snippet runs: whether it was a command for that time. */
    private boolean runNow(String line) {
        if (!(Input.of(line) instanceof Input.Call call)
                || !commands.find(call.name()).map(Command::anytime).orElse(false)) {
            return false;
        }
        try {
            commands.get(call.name()).action().run(this, call.arguments());
        } catch (Failure e) {
            screen.print(outcomes.failed(e.kind(), String.valueOf(e.getMessage())));
        }
        if (leaving != null) {
            talk().session().close(); // and with it ends what runs
        }
        return true;
    }

    @Override
    public Outcome evaluate(String name, String code) {
        Talk now = talk();
        Outcome outcome = running.await(now.session(), now.session().eval(name, code));
        if (outcome instanceof Outcome.Left(int status)) {
            leave(status);
        } else if (!now.isOver()) { // that it is over is said by who offers a new one
            screen.print(outcomes.show(outcome));
        }
        return outcome;
    }

    private void offerNewSession() {
        var _ = running.leftOver(); // it was meant for the session that is gone
        screen.print(outcomes.failed(FailureKind.DIED, talk().session().ended().join()));
        while (leaving == null && isOver()) {
            switch (editor.ask("start a new one? [Y/n] ")) {
                case Editor.Typed.Text(String answer) -> {
                    if (answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("n")) {
                        leave(0);
                    } else {
                        talk = start();
                    }
                }
                case Editor.Typed.Cleared(String _) -> {}
                case Editor.Typed.End() -> leave(0);
            }
        }
    }

    private CompletableFuture<Talk> start() {
        String first = language;
        ready = false;
        CompletableFuture<Talk> started = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("session start").start(() -> {
            try {
                started.complete(Talk.start(command, first, new FromSession()));
            } catch (RuntimeException e) {
                started.completeExceptionally(e);
            }
        });
        return started;
    }

    private Talk talk() {
        try {
            return talk.join();
        } catch (CompletionException e) {
            throw new UserFailure("session cannot be started: because="
                    + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        }
    }

    private boolean isOver() {
        return talk.isDone() && !talk.isCompletedExceptionally() && talk.join().isOver();
    }

    private void end() {
        if (talk.isDone() && !talk.isCompletedExceptionally()) {
            talk.join().session().close();
        }
    }

    /** What the session says unasked, in its client's threads. */
    private final class FromSession implements SessionListener {
        @Override
        public void output(byte[] bytes) {
            screen.output(bytes);
        }

        @Override
        public void ready(String name) {
            ready = true;
        }

        @Override
        public void lineWanted() {
            running.lineWanted();
        }

        @Override
        public void commandWanted(String prompt) {
            debugging.wanted(prompt);
            running.look();
            stopEditing();
        }

        @Override
        public void commandsEnd() {
            debugging.end();
        }

        @Override
        public void ended(String how) {
            debugging.end();
            stopEditing();
        }

        private void stopEditing() {
            Thread editor = editing;
            if (editor != null) {
                editor.interrupt();
            }
        }
    }

    @Override
    public void print(String text) {
        screen.print(text);
    }

    @Override
    public int width() {
        return editor.width();
    }

    @Override
    public boolean colours() {
        return colours;
    }

    @Override
    public String language() {
        return language;
    }

    @Override
    public void language(String name) {
        language = name;
    }

    @Override
    public Backend backend(String name) {
        return talk().session().backend(name);
    }

    @Override
    public Look look() {
        return talk().look();
    }

    @Override
    public List<String> history() {
        return editor.history();
    }

    @Override
    public void restart() {
        talk().session().close();
        debugging.end();
        talk = start();
        screen.print("new session");
    }

    @Override
    public void leave(int status) {
        leaving = status;
    }

    private static String trace(Throwable e) {
        StringWriter out = new StringWriter();
        e.printStackTrace(new PrintWriter(out));
        return out.toString().stripTrailing();
    }
}
