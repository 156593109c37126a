package parley.repl;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.session.SessionClient;

/**
 * Commands for a debugger, in the session or in a child: while one has the terminal, lines are edited for it.
 *
 * <pre>
 *   NONE ──wanted──▶ ASKED ──serve──▶ ASKING ──Enter──▶ RUNS ──wanted──▶ ASKED        end, from any state ──▶ NONE
 *                                        └── Ctrl-C: stops the session's debuggers; %ps and its like: shown, asked again
 * </pre>
 *
 * {@link #wanted} and {@link #end} come from the client's threads; all else is the prompt's thread.
 */
final class Debugging {
    private final Editor editor;
    private final Screen screen;
    private final Predicate<String> runNow;

    private @Nullable String prompt;
    private boolean active;
    private boolean withdrawn;
    private @Nullable Thread asking;

    /**
     * For one prompt.
     *
     * @param runNow runs a line if it is a command that may run now
     */
    Debugging(Editor editor, Screen screen, Predicate<String> runNow) {
        this.editor = editor;
        this.screen = screen;
        this.runNow = runNow;
    }

    /** A debugger wants a command; what another one wanted is not wanted any more. */
    synchronized void wanted(String shown) {
        prompt = shown;
        active = true;
        withdraw();
    }

    /** No debugger has the terminal. */
    synchronized void end() {
        prompt = null;
        active = false;
        withdraw();
    }

    private void withdraw() {
        withdrawn = true;
        if (asking != null) {
            asking.interrupt();
        }
    }

    /** Whether a debugger has the terminal. */
    synchronized boolean isActive() {
        return active;
    }

    /** Whether it waits for a command. */
    synchronized boolean isAsked() {
        return prompt != null;
    }

    /** Gives it a line that was typed before it asked. */
    void answer(SessionClient session, Optional<String> line) {
        String shown = begin();
        if (shown != null && finish()) {
            screen.print(shown + line.orElse(""));
            session.command(line.orElse(null));
        }
    }

    /** Asks the user, if a command is wanted. */
    void serve(SessionClient session) {
        String shown = begin();
        if (shown == null) {
            return;
        }
        Editor.Typed typed;
        boolean valid;
        screen.editing(editor.commands());
        try {
            typed = editor.command(shown);
        } finally {
            valid = finish();
            screen.editing(null);
        }
        if (valid) {
            switch (typed) {
                case Editor.Typed.Text(String text) -> {
                    if (text.startsWith("%") && runNow.test(text)) {
                        again(shown);
                    } else {
                        session.command(text);
                    }
                }
                case Editor.Typed.Cleared(String _) -> session.interrupt();
                case Editor.Typed.End() -> session.command(null);
            }
        }
    }

    private synchronized @Nullable String begin() {
        String shown = prompt;
        if (shown != null) {
            prompt = null;
            withdrawn = false;
            asking = Thread.currentThread();
        }
        return shown;
    }

    /** Whether what was asked for is still wanted. */
    private synchronized boolean finish() {
        asking = null;
        var _ = Thread.interrupted(); // what interrupted the editing has had its effect
        return !withdrawn;
    }

    private synchronized void again(String shown) {
        if (!withdrawn && active) {
            prompt = shown;
        }
    }
}
