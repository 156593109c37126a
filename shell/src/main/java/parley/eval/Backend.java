package parley.eval;

import java.util.List;
import java.util.Map;

/**
 * One language that can run code. {@link #eval} is called by one thread at a time; all else by any thread at any
 * time, also while {@code eval} runs.
 */
public interface Backend extends AutoCloseable {
    /** The language's name, as in {@code %java}: {@code java} or {@code python}. */
    String language();

    /** Whether {@code code} is whole, or the prompt should ask for another line. Never runs it. */
    Completeness completeness(String code);

    /**
     * Runs {@code code}: one or more statements. What it prints goes to the process's standard streams before this
     * returns; the failure of the user's code is an {@link Outcome}, never an exception.
     */
    Outcome eval(String code);

    /** What could stand at {@code cursor} (a UTF-16 offset into {@code code}). */
    List<Candidate> complete(String code, int cursor);

    /** Signature and documentation of the name or expression at {@code cursor}, or empty. */
    String inspect(String code, int cursor);

    /** What the user has defined, in order of definition, without our own names. */
    List<Variable> variables();

    /**
     * Which of the user's variables hold an object of the runtime: variable name to the object's name, as
     * {@code q → Queue-1}. Quick: called after every snippet.
     */
    Map<String, String> shared();

    /** Stops what {@code eval} runs, as Ctrl-C does; does nothing when nothing runs. */
    void interrupt();

    /** Ends the language; flushes what is open. */
    @Override
    void close();
}
