package parley.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import parley.eval.Backend;
import parley.eval.Outcome;
import parley.java.JavaBackend;
import parley.process.Current;
import parley.python.PythonBackend;
import parley.repl.Nearest;
import parley.trace.FailureKind;
import parley.trace.UserFailure;

/**
 * The languages in this process, each started when it is first asked for. The only place that knows every back end.
 *
 * <p>One thread asks and closes; any thread may interrupt.
 */
final class Languages implements AutoCloseable {
    static final String JAVA = "java";
    static final String PYTHON = "python";

    /** Those that were started in advance, each for one session. */
    private static final Map<String, Backend> WARM = new ConcurrentHashMap<>();

    private final Map<String, Backend> started = new LinkedHashMap<>();

    /** How to start each of them. */
    static Map<String, Supplier<Backend>> all() {
        return Map.of(
                JAVA, () -> warmOr(JAVA, JavaBackend::new),
                PYTHON, () -> warmOr(PYTHON, PythonBackend::start));
    }

    private static Backend warmOr(String name, Supplier<Backend> maker) {
        Backend warm = WARM.remove(name);
        if (warm instanceof PythonBackend python) {
            python.hearSignals(); // as one does that starts now
        }
        return warm != null ? warm : maker.get();
    }

    /** Keeps one that is started for the session that this process, or a copy of it, will be. */
    static void keepWarm(Backend backend) {
        WARM.put(backend.language(), backend);
    }

    /** The language's back end. */
    Backend get(String name) {
        synchronized (started) {
            return started.computeIfAbsent(name, Languages::start);
        }
    }

    /** Runs a program to its end; gives its exit code. */
    int run(Script script, List<String> arguments) {
        return switch (get(script.language())) {
            case JavaBackend java -> left(java.run(script.name(), script.text(), arguments));
            case PythonBackend python -> python(python, script, arguments);
            case Backend other -> throw new UserFailure("cannot run scripts: language=" + other.language());
        };
    }

    private static int python(PythonBackend python, Script script, List<String> arguments) {
        int status = script.file() != null
                ? python.runFile(script.file(), arguments)
                : python.runText(script.text(), script.name(), script.argv(arguments));
        Current.leave();
        return status;
    }

    /** Python itself. */
    PythonBackend python() {
        if (get(PYTHON) instanceof PythonBackend python) {
            return python;
        }
        throw new UserFailure("not Python's: language=" + PYTHON);
    }

    /** Runs a module of Python to its end; gives its exit code. */
    int runModule(String module, List<String> arguments) {
        int status = python().runModule(module, arguments);
        Current.leave();
        return status;
    }

    /** How a Java program ends: unless it says when, with its last thread. */
    private static int left(Outcome outcome) {
        int status = switch (outcome) {
            case Outcome.Left(int said) -> said;
            case Outcome.Failed(FailureKind kind, String text) -> {
                System.err.println(text);
                yield kind == FailureKind.STOPPED ? Main.INTERRUPTED : Main.FAILED;
            }
            case Outcome.Done(), Outcome.Value(String _) -> 0;
        };
        if (!(outcome instanceof Outcome.Left)) {
            Current.joinThreads();
        }
        Current.leave();
        return status;
    }

    /** Several at once. */
    Map<String, Backend> get(Collection<String> names) {
        Map<String, Backend> backends = new LinkedHashMap<>();
        names.forEach(name -> backends.put(name, get(name)));
        return backends;
    }

    private static Backend start(String name) {
        known(name);
        return Objects.requireNonNull(all().get(name)).get();
    }

    /** Complains of a language that there is not. */
    static void known(String name) {
        List<String> names = List.of(JAVA, PYTHON);
        if (!names.contains(name)) {
            throw new UserFailure("no such language: name=" + name + Nearest.maybe(name, names));
        }
    }

    /** Stops what any of them runs. */
    void interrupt() {
        List<Backend> now;
        synchronized (started) {
            now = List.copyOf(started.values());
        }
        now.forEach(Backend::interrupt);
    }

    @Override
    public void close() {
        List<Backend> now;
        synchronized (started) {
            now = List.copyOf(started.values()).reversed();
            started.clear();
        }
        now.forEach(Backend::close);
    }
}
