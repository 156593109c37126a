package parley.java;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.eval.Backend;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;
import parley.memory.Member;
import parley.ship.ClassStore;
import parley.ship.JavaLanguage;
import parley.ship.SessionVariables;

/** Java in this process: a prompt's, a notebook's, or a {@code .jsh} script's. */
public final class JavaBackend implements Backend {
    private final Evaluator evaluator;
    private final Definitions definitions = new Definitions();

    /** Starts JShell; takes a few hundred milliseconds. */
    public JavaBackend() {
        ClassStore.use(() -> Member.current().folder().classes());
        evaluator = new Evaluator();
        SessionVariables.offer(JavaLanguage.NAME, new JavaVariables(definitions, evaluator.loader()));
    }

    @Override
    public String language() {
        return "java";
    }

    @Override
    public Completeness completeness(String code) {
        return compiling(() -> Inspection.completeness(evaluator.analysis(), code));
    }

    @Override
    public Outcome eval(String code) {
        return eval(new Source(Source.PROMPT, 1, code));
    }

    private Outcome eval(Source source) {
        Outcome outcome = evaluator.eval(source);
        compiling(() -> {
            definitions.refresh(evaluator.active(), evaluator.analysis());
            return outcome;
        });
        System.out.flush();
        return outcome;
    }

    /**
     * Runs a script: its statements one after the other, up to the first that fails. The script sees its arguments in
     * the variable {@code args}, a list.
     *
     * @param file what people call it; in messages and traces
     * @param code its text
     * @param args its arguments
     * @return how it ended
     */
    public Outcome run(String file, String code, List<String> args) {
        if (code.matches("(?s).*\\bargs\\b.*")) {
            String literals = args.stream().map(JavaBackend::literal).collect(Collectors.joining(", "));
            evaluator.eval(new Source(file, 0, "List<String> args = List.of(" + literals + ");"));
        }
        return eval(new Source(file, 1, code));
    }

    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\') {
                literal.append(String.format("\\%03o", (int) c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }

    @Override
    public List<Candidate> complete(String code, int cursor) {
        return compiling(() -> Inspection.complete(evaluator.analysis(), code, cursor));
    }

    @Override
    public String inspect(String code, int cursor) {
        return compiling(() -> Inspection.inspect(evaluator.analysis(), code, cursor));
    }

    @Override
    public List<Variable> variables() {
        return definitions.variables(evaluator.loader());
    }

    @Override
    public Map<String, String> shared() {
        return definitions.shared(evaluator.loader());
    }

    /** A variable's value as it is now, or null. */
    @Nullable
    Object value(String variable) {
        return definitions.value(variable, evaluator.loader());
    }

    @Override
    public void interrupt() {
        evaluator.interrupt();
    }

    @Override
    public void close() {
        evaluator.close();
    }

    private <T> T compiling(Supplier<T> step) {
        ReentrantLock compiler = evaluator.compiler();
        compiler.lock();
        try {
            return step.get();
        } finally {
            compiler.unlock();
        }
    }
}
