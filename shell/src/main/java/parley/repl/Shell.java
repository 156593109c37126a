package parley.repl;

import java.util.List;
import parley.eval.Backend;
import parley.eval.Outcome;

/** What a command may do: the prompt, seen by its commands. */
interface Shell {
    /** Shows lines. */
    void print(String text);

    /** The terminal's width in characters. */
    int width();

    boolean colours();

    /** The language of the prompt. */
    String language();

    void language(String name);

    /** A language of the session. */
    Backend backend(String language);

    /** Runs code in the session, shows its outcome, and gives it back. */
    Outcome evaluate(String language, String code);

    /** The session's shared memory, read from outside. */
    Look look();

    /** What was typed, oldest first. */
    List<String> history();

    /** Ends the session and starts a new one. */
    void restart();

    /** Ends the prompt with this exit code, after the command. */
    void leave(int status);
}
