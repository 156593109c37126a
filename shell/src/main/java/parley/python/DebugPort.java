package parley.python;

import java.util.List;
import java.util.function.Supplier;
import parley.debug.Desk;
import parley.debug.Turn;

/**
 * The terminal as {@code _parley/debugger.py} uses it. Public for Python code. Any thread.
 *
 * <p>A reply is {@code [kind, text]}: {@code line}; {@code nothing} where there is no input any more; {@code stopped}
 * where somebody pressed Ctrl-C; {@code again} where a signal came, whose handler runs next.
 */
public final class DebugPort {
    private static final List<String> AGAIN = List.of("again", "");

    private final Interrupts interrupts;

    DebugPort(Interrupts interrupts) {
        this.interrupts = interrupts;
    }

    /** Whether commands are typed at a prompt that edits them. */
    public boolean isAtFront() {
        return Desk.isAtFront();
    }

    /** Whether this process has the terminal. */
    public boolean isTaken() {
        return Turn.isTaken();
    }

    /** Waits until this process has the terminal. */
    public List<String> take() {
        return blocking(Turn::take);
    }

    /** Asks for a line. */
    public List<String> line(String prompt) {
        return blocking(() -> Turn.line(prompt));
    }

    /** The next one may have the terminal. */
    public void give() {
        Turn.give();
    }

    private List<String> blocking(Supplier<Turn.Reply> wish) {
        return interrupts.blocking(
                () -> switch (wish.get()) {
                    case Turn.Reply.Line(String text) -> List.of("line", text);
                    case Turn.Reply.Nothing() -> List.of("nothing", "");
                    case Turn.Reply.Stopped() -> List.of("stopped", "");
                },
                AGAIN);
    }
}
