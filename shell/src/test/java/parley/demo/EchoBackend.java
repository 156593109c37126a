package parley.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.eval.Backend;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;
import parley.trace.FailureKind;

/** A language whose one statement is a word: {@code fail}, {@code stop}, {@code leave}, {@code quiet}; else its value is itself. */
final class EchoBackend implements Backend {
    final List<String> ran = new ArrayList<>();
    private final String language;

    EchoBackend(String language) {
        this.language = language;
    }

    static Map<String, Backend> both() {
        return Map.of("java", new EchoBackend("java"), "python", new EchoBackend("python"));
    }

    @Override
    public String language() {
        return language;
    }

    @Override
    public Outcome eval(String code) {
        ran.add(code);
        return switch (code.strip()) {
            case "fail" -> new Outcome.Failed(FailureKind.USER, "it failed");
            case "stop" -> new Outcome.Failed(FailureKind.STOPPED, "it was stopped");
            case "leave" -> new Outcome.Left(7);
            case "quiet" -> new Outcome.Done();
            default -> new Outcome.Value(language + " " + code);
        };
    }

    @Override
    public Completeness completeness(String code) {
        return Completeness.COMPLETE;
    }

    @Override
    public List<Candidate> complete(String code, int cursor) {
        return List.of();
    }

    @Override
    public String inspect(String code, int cursor) {
        return "";
    }

    @Override
    public List<Variable> variables() {
        return List.of();
    }

    @Override
    public Map<String, String> shared() {
        return Map.of();
    }

    @Override
    public void interrupt() {}

    @Override
    public void close() {}
}
