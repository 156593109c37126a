package parley.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;

/** What front and session say to each other: one record for each message. */
sealed interface Message {
    /** From the front: wants an {@link Answer} with the same number. */
    sealed interface Question extends Message {
        int id();

        String language();
    }

    /** From the session: answers the question with this number. */
    sealed interface Answer extends Message {
        int id();
    }

    /** Run this; answered by {@link Ended} when it has ended, after whatever time. */
    record Eval(int id, String language, String code) implements Question {}

    /** Is this whole? Answered by {@link Whole}. */
    record AskWhole(int id, String language, String code) implements Question {}

    /** What could stand here? Answered by {@link Candidates}. */
    record AskCandidates(int id, String language, String code, int cursor) implements Question {}

    /** What is this? Answered by {@link Text}. */
    record AskText(int id, String language, String code, int cursor) implements Question {}

    /** What is defined? Answered by {@link Variables}. */
    record AskVariables(int id, String language) implements Question {}

    /** Which variables hold shared objects? Answered by {@link Shared}. */
    record AskShared(int id, String language) implements Question {}

    /** Stop what runs. No answer: the running {@link Eval} ends. */
    record Interrupt() implements Message {}

    /** The line that {@link LineWanted} wants; null for the end of input. */
    record Line(int id, @Nullable String text) implements Message {}

    /** The line that {@link CommandWanted} wants; null for the end of input. */
    record Command(int id, @Nullable String text) implements Message {}

    /** Close the languages and end the process. No answer: the connection ends. */
    record Leave() implements Message {}

    /** This language can run code now. */
    record Ready(String language) implements Message {}

    /** The user's code reads its standard input. Answered by {@link Line}, or not at all. */
    record LineWanted(int id) implements Message {}

    /** A debugger wants a command, and shows this prompt. Answered by {@link Command}, or not at all. */
    record CommandWanted(int id, String prompt) implements Message {}

    /** No debugger wants commands any more. */
    record CommandsEnd() implements Message {}

    /** An {@link Eval} has ended; all it printed is in the pipe, followed by the mark with this number. */
    record Ended(int id, Outcome outcome) implements Answer {}

    record Whole(int id, Completeness completeness) implements Answer {}

    record Candidates(int id, List<Candidate> candidates) implements Answer {}

    record Text(int id, String text) implements Answer {}

    record Variables(int id, List<Variable> variables) implements Answer {}

    record Shared(int id, Map<String, String> objects) implements Answer {}

    /** The session failed to answer: our own mistake, with its trace. */
    record Broken(int id, String trace) implements Answer {}
}
