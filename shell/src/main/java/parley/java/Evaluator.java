package parley.java;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;
import parley.eval.Outcome;
import parley.ship.Fn;
import parley.ship.PromptLoader;
import parley.ship.Traceback;
import parley.ship.Weaver;
import parley.trace.Failure;
import parley.trace.FailureKind;
import parley.trace.StoppedFailure;

/** One JShell with everything around it: runs statements and says how they ended. One thread evaluates. */
final class Evaluator implements AutoCloseable {
    private static final int WIDTH = 2000;
    /** An assignment to anything: JShell itself only tells those to a plain name. */
    private static final Pattern ASSIGNMENT = Pattern.compile("[\\w.\\[\\]()$\\s]+([-+*/%&|^]|<<|>>>?)?=(?!=)");

    private final ReentrantLock compiler = new ReentrantLock();
    private final SessionLoader loader;
    private final MainThread main;
    private final SnippetControl control;
    private final JShell shell;
    private final Places places;
    private volatile boolean evaluating;

    Evaluator() {
        places = new Places(() -> shell().snippets().toList(), this::analysis);
        loader = new SessionLoader(Evaluator.class.getClassLoader(), this::labels);
        main = new MainThread(loader);
        control = new SnippetControl(loader, main, compiler);
        shell = JShell.builder()
                .executionEngine(new Engine(control), java.util.Map.of())
                .compilerOptions("-classpath", classPath(), "-g", "-XDuseUnsharedTable=true")
                .build();
        PromptLoader.session(loader);
        shell.eval(Imports.declarations());
    }

    JShell shell() {
        return shell;
    }

    SessionLoader loader() {
        return loader;
    }

    /** Its first use starts an index of all classes in the background. */
    SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    /** The snippets that are in force, in order of definition. */
    List<Snippet> active() {
        return shell.snippets()
                .filter(snippet -> shell.status(snippet).isDefined())
                .toList();
    }

    ReentrantLock compiler() {
        return compiler;
    }

    /** Runs statements until one fails. */
    Outcome eval(Source source) {
        Integer left = main.left();
        if (left != null) { // the user's thread is over, and nothing can run any more
            return new Outcome.Left(left);
        }
        Stop.clear();
        evaluating = true;
        compiler.lock();
        try {
            return evalNested(source);
        } finally {
            compiler.unlock();
            evaluating = false;
            Stop.clear();
            control.forget();
        }
    }

    /** The same, from within an evaluation. */
    Outcome evalNested(Source source) {
        Outcome outcome = new Outcome.Done();
        Statements statements = new Statements(analysis(), source);
        while (statements.hasNext()) {
            outcome = evalOne(statements.next());
            if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Left) {
                break;
            }
        }
        return outcome;
    }

    /** Stops what runs. */
    void interrupt() {
        if (evaluating) {
            Stop.request();
        }
    }

    private Outcome evalOne(Source statement) {
        if (Stop.isRequested()) {
            return stopped();
        }
        if (Statements.isCommand(statement.text())) {
            return new Commands(this).run(statement);
        }
        control.forget();
        List<SnippetEvent> events = run(statement);
        Outcome outcome = new Outcome.Done();
        List<String> reset = new ArrayList<>();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                outcome = outcome(statement, event);
                if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Left) {
                    return outcome;
                }
            } else if (event.isSignatureChange() && event.snippet() instanceof VarSnippet variable) {
                reset.add(variable.name()
                        + (event.status().isDefined() ? " is null" : " is gone")
                        + " now: its type was declared anew");
            }
        }
        return reset.isEmpty() ? outcome : new Outcome.Value(String.join("\n", reset));
    }

    private List<SnippetEvent> run(Source statement) {
        places.current(statement);
        List<SnippetEvent> events = shell.eval(statement.text());
        Source mended = Mending.publicConstructor(statement, events, shell);
        if (mended != null) {
            return run(mended);
        }
        events.forEach(event -> places.note(event.snippet()));
        return events;
    }

    private Outcome outcome(Source statement, SnippetEvent event) {
        if (main.left() != null) {
            return new Outcome.Left(main.left());
        }
        Snippet snippet = event.snippet();
        Throwable failure = control.failure();
        if (event.exception() instanceof UnresolvedReferenceException unresolved) {
            return failed(FailureKind.USER, notYet(unresolved.getSnippet()));
        }
        if (failure != null) {
            return failed(failure);
        }
        return switch (event.status()) {
            case REJECTED ->
                failed(
                        FailureKind.USER,
                        Diagnostics.text(statement, shell.diagnostics(snippet).toList()));
            case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED ->
                statement.isPrompt() ? new Outcome.Value(notYet((DeclarationSnippet) snippet)) : new Outcome.Done();
            default -> showsValue(snippet) ? show(control.value()) : new Outcome.Done();
        };
    }

    private static boolean showsValue(Snippet snippet) {
        if (ASSIGNMENT.matcher(snippet.source()).lookingAt()) {
            return false;
        }
        return snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                || (snippet.kind() == Kind.EXPRESSION && snippet.subKind() != SubKind.ASSIGNMENT_SUBKIND);
    }

    /** Calls the user's {@code toString}, so in the user's thread. */
    private Outcome show(@Nullable Object value) {
        try {
            return new Outcome.Value(main.call(() -> Values.show(value, WIDTH)));
        } catch (Throwable e) {
            Integer left = main.left();
            return left != null ? new Outcome.Left(left) : failed(e);
        }
    }

    private String notYet(DeclarationSnippet snippet) {
        String missing = shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
        return snippet.name() + " cannot be used before this is declared: " + missing;
    }

    private Outcome failed(Throwable e) {
        if (e instanceof Stop.Stopped
                || e instanceof StoppedFailure
                || (Stop.isRequested() && e instanceof InterruptedException)) {
            return stopped();
        }
        FailureKind kind = e instanceof Failure failure ? failure.kind() : FailureKind.USER;
        return failed(kind, Traceback.text(e, places::translate));
    }

    private static Outcome stopped() {
        return failed(FailureKind.STOPPED, "stopped");
    }

    static Outcome failed(FailureKind kind, String text) {
        return new Outcome.Failed(kind, text);
    }

    /** Says in a class that travels where it was typed; the session's copy keeps the compiler's lines. */
    private BiFunction<String, byte[], byte[]> labels(Weaver weaver) {
        return (name, bytes) -> {
            compiler.lock();
            try {
                Places.Place place = places.of(name);
                return place == null
                        ? bytes
                        : weaver.relabel(bytes, place.source().name(), place.lines());
            } finally {
                compiler.unlock();
            }
        };
    }

    /** What the compiler sees besides the JDK: Parley's runtime, not the libraries of the shell. */
    private static String classPath() {
        return java.nio.file.Path.of(java.net.URI.create(Fn.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
    }

    @Override
    public void close() {
        PromptLoader.session(null);
        shell.close();
        main.close();
    }

    /** Gives JShell the control that is there already. */
    private record Engine(ExecutionControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "parley";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, java.util.Map<String, String> parameters) {
            return control;
        }
    }
}
