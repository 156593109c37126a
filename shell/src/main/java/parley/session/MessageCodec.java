package parley.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;
import parley.session.Message.AskCandidates;
import parley.session.Message.AskShared;
import parley.session.Message.AskText;
import parley.session.Message.AskVariables;
import parley.session.Message.AskWhole;
import parley.session.Message.Broken;
import parley.session.Message.Candidates;
import parley.session.Message.Command;
import parley.session.Message.CommandWanted;
import parley.session.Message.CommandsEnd;
import parley.session.Message.Ended;
import parley.session.Message.Eval;
import parley.session.Message.Interrupt;
import parley.session.Message.Leave;
import parley.session.Message.Line;
import parley.session.Message.LineWanted;
import parley.session.Message.Ready;
import parley.session.Message.Shared;
import parley.session.Message.Text;
import parley.session.Message.Variables;
import parley.session.Message.Whole;
import parley.trace.FailureKind;
import parley.wire.Decoder;
import parley.wire.Encoder;
import parley.wire.JavaMaker;

/**
 * Messages to bytes and back. A message is a list in the tag codec: the record's name, then its components in order.
 * Has no state.
 */
final class MessageCodec {
    /** Texts are cut here: a value of this size is of no use on a screen, and a frame is bounded. */
    static final int LONGEST_TEXT = 4_000_000;

    private MessageCodec() {}

    static byte[] encode(Message message) {
        Encoder out = new Encoder();
        switch (message) {
            case Eval(int id, String language, String code) ->
                head(out, "Eval", 3, id).text(language).text(code);
            case AskWhole(int id, String language, String code) ->
                head(out, "AskWhole", 3, id).text(language).text(code);
            case AskCandidates(int id, String language, String code, int cursor) ->
                head(out, "AskCandidates", 4, id).text(language).text(code).integer(cursor);
            case AskText(int id, String language, String code, int cursor) ->
                head(out, "AskText", 4, id).text(language).text(code).integer(cursor);
            case AskVariables(int id, String language) ->
                head(out, "AskVariables", 2, id).text(language);
            case AskShared(int id, String language) ->
                head(out, "AskShared", 2, id).text(language);
            case Interrupt() -> out.list(1).text("Interrupt");
            case Line(int id, String text) -> textOrNone(head(out, "Line", 2, id), text);
            case Command(int id, String text) -> textOrNone(head(out, "Command", 2, id), text);
            case Leave() -> out.list(1).text("Leave");
            case Ready(String language) -> out.list(2).text("Ready").text(language);
            case LineWanted(int id) -> head(out, "LineWanted", 1, id);
            case CommandWanted(int id, String prompt) ->
                head(out, "CommandWanted", 2, id).text(prompt);
            case CommandsEnd() -> out.list(1).text("CommandsEnd");
            case Ended(int id, Outcome outcome) -> outcome(head(out, "Ended", 3, id), outcome);
            case Whole(int id, Completeness completeness) ->
                head(out, "Whole", 2, id).text(completeness.name());
            case Candidates(int id, List<Candidate> all) -> {
                head(out, "Candidates", 2, id).list(2 * all.size());
                all.forEach(one -> out.text(one.text()).integer(one.start()));
            }
            case Text(int id, String text) -> head(out, "Text", 2, id).text(cut(text));
            case Variables(int id, List<Variable> all) -> {
                head(out, "Variables", 2, id).list(3 * all.size());
                all.forEach(one -> out.text(one.name()).text(one.type()).text(one.value()));
            }
            case Shared(int id, Map<String, String> objects) -> {
                head(out, "Shared", 2, id).list(2 * objects.size());
                objects.forEach((name, object) -> out.text(name).text(object));
            }
            case Broken(int id, String trace) -> head(out, "Broken", 2, id).text(cut(trace));
        }
        return out.toBytes();
    }

    /**
     * Reads one message.
     *
     * @throws IllegalArgumentException where the bytes are none
     */
    static Message decode(byte[] bytes) {
        if (!(new Decoder(bytes).read(new JavaMaker()) instanceof List<?> list) || list.isEmpty()) {
            throw new IllegalArgumentException("not a message: bytes=" + bytes.length);
        }
        try {
            return message(new Fields(list));
        } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException e) {
            throw new IllegalArgumentException("not a message: name=" + list.getFirst(), e);
        }
    }

    private static Message message(Fields f) {
        String name = f.text();
        return switch (name) {
            case "Eval" -> new Eval(f.number(), f.text(), f.text());
            case "AskWhole" -> new AskWhole(f.number(), f.text(), f.text());
            case "AskCandidates" -> new AskCandidates(f.number(), f.text(), f.text(), f.number());
            case "AskText" -> new AskText(f.number(), f.text(), f.text(), f.number());
            case "AskVariables" -> new AskVariables(f.number(), f.text());
            case "AskShared" -> new AskShared(f.number(), f.text());
            case "Interrupt" -> new Interrupt();
            case "Line" -> new Line(f.number(), (String) f.next());
            case "Command" -> new Command(f.number(), (String) f.next());
            case "Leave" -> new Leave();
            case "Ready" -> new Ready(f.text());
            case "LineWanted" -> new LineWanted(f.number());
            case "CommandWanted" -> new CommandWanted(f.number(), f.text());
            case "CommandsEnd" -> new CommandsEnd();
            case "Ended" -> new Ended(f.number(), outcome(f.text(), f));
            case "Whole" -> new Whole(f.number(), Completeness.valueOf(f.text()));
            case "Candidates" -> new Candidates(f.number(), candidates(f.rest()));
            case "Text" -> new Text(f.number(), f.text());
            case "Variables" -> new Variables(f.number(), variables(f.rest()));
            case "Shared" -> new Shared(f.number(), shared(f.rest()));
            case "Broken" -> new Broken(f.number(), f.text());
            default -> throw new IllegalArgumentException("not a message: name=" + name);
        };
    }

    /** Starts the list of a message that has a number: its name and {@code fields} more, the number first. */
    private static Encoder head(Encoder out, String name, int fields, int id) {
        return out.list(1 + fields).text(name).integer(id);
    }

    private static void textOrNone(Encoder out, @Nullable String text) {
        if (text == null) {
            out.none();
        } else {
            out.text(text);
        }
    }

    private static void outcome(Encoder out, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done() -> out.text("Done").list(0);
            case Outcome.Value(String text) -> out.text("Value").list(1).text(cut(text));
            case Outcome.Failed(FailureKind kind, String text) ->
                out.text("Failed").list(2).text(kind.name()).text(cut(text));
            case Outcome.Left(int status) -> out.text("Left").list(1).integer(status);
        }
    }

    private static Outcome outcome(String name, Fields outer) {
        Fields f = outer.rest();
        return switch (name) {
            case "Done" -> new Outcome.Done();
            case "Value" -> new Outcome.Value(f.text());
            case "Failed" -> new Outcome.Failed(FailureKind.valueOf(f.text()), f.text());
            case "Left" -> new Outcome.Left(f.number());
            default -> throw new IllegalArgumentException("not an outcome: name=" + name);
        };
    }

    private static List<Candidate> candidates(Fields f) {
        return f.each(() -> new Candidate(f.text(), f.number()));
    }

    private static List<Variable> variables(Fields f) {
        return f.each(() -> new Variable(f.text(), f.text(), f.text()));
    }

    private static Map<String, String> shared(Fields f) {
        Map<String, String> objects = new LinkedHashMap<>();
        while (f.hasNext()) {
            objects.put(f.text(), f.text());
        }
        return objects;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    /** Reads a list from left to right. */
    private static final class Fields {
        private final List<?> values;
        private int at;

        Fields(List<?> values) {
            this.values = values;
        }

        boolean hasNext() {
            return at < values.size();
        }

        @Nullable
        Object next() {
            return values.get(at++);
        }

        String text() {
            return (String) Objects.requireNonNull(next());
        }

        int number() {
            return (Integer) Objects.requireNonNull(next());
        }

        Fields rest() {
            return new Fields((List<?>) Objects.requireNonNull(next()));
        }

        <T> List<T> each(java.util.function.Supplier<T> reader) {
            List<T> all = new java.util.ArrayList<>();
            while (hasNext()) {
                all.add(reader.get());
            }
            return all;
        }
    }
}
