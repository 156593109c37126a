package parley.python;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import parley.builtin.CompileOrder;
import parley.debug.Desk;
import parley.eval.Backend;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;
import parley.memory.Member;
import parley.process.Current;
import parley.ship.SessionVariables;
import parley.trace.FailureKind;

/**
 * Python for prompts, notebooks and scripts.
 *
 * <pre>
 *   start() ─▶ starting ─▶ eval, eval, ...                  at a prompt
 *                     └──▶ runFile | runText ─▶ exit code   a script: once, instead of eval
 *                                                 close()
 * </pre>
 *
 * {@link #start} returns at once; the interpreter starts meanwhile in Python's own thread, and the first call that needs
 * it waits for it.
 */
public final class PythonBackend implements Backend {
    private final PythonThread thread;
    private final SideDoor side;
    private final AtomicInteger inputs = new AtomicInteger();
    private Map<String, String> known = Map.copyOf(System.getenv()); // the environment as Python has it
    private volatile boolean begun; // as a copy, which has no job yet

    private PythonBackend(InputStream in, OutputStream out, OutputStream err, boolean compiled) {
        thread = new PythonThread(() -> PythonLanguage.ofSession(Interpreter.start(in, out, err, compiled)));
        side = new SideDoor(thread);
        SessionVariables.offer(PythonLanguage.NAME, new PythonVariables(side));
    }

    /** Starts Python on this process's own streams. */
    public static PythonBackend start() {
        return start(
                new CurrentInput(), new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }

    /** Starts Python on other streams; a blocked read of {@code in} is interrupted by {@link #interrupt}. */
    public static PythonBackend start(InputStream in, OutputStream out, OutputStream err) {
        CompileOrder.keep();
        return new PythonBackend(in, out, err, true);
    }

    /**
     * Says whether children may stop for a debugger here, which then has a thread; not in a fork server.
     *
     * @param may whether they find a terminal
     */
    public static void admitDebuggers(boolean may) {
        Desk.admit(may);
    }

    /** Starts Python for a short rehearsal of what comes later: nothing of it is compiled. */
    public static PythonBackend startUncompiled() {
        return new PythonBackend(
                new CurrentInput(),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                false);
    }

    /** Imports what programs use, and runs some of all that they do, so that it is loaded and compiled. Waits for it. */
    public void warm() {
        rehearse(Member::rehearse, python -> {
            python.find("warm", "rehearse").execute();
            Current.forgetRehearsal();
        });
    }

    /** After everything else, and after each collection: steps that run a little of it once more; each waits. */
    public List<Runnable> touches() {
        return List.of(
                step(rehearsal -> rehearsal.worker("forkserver")),
                step(Rehearsal::copy),
                step(rehearsal -> rehearsal.worker("spawn")),
                step(Rehearsal::prompt));
    }

    /** In a copy that has no job yet: a little of what a job does, which writes to the same memory. Waits. */
    public void settle() {
        step(Rehearsal::settle).run();
        thread.submit(PythonBackend::begin).join();
        begun = true;
    }

    private static Value begin(Interpreter python) {
        return python.find("system", "begin").execute();
    }

    private Runnable step(Consumer<Rehearsal> what) {
        return () -> rehearse(Member::rehearseAlone, python -> what.accept(new Rehearsal(python)));
    }

    private void rehearse(Consumer<Runnable> asMember, Consumer<Interpreter> what) {
        thread.submit(python -> {
                    PythonLanguage.use(python);
                    asMember.accept(() -> what.accept(python));
                    return true;
                })
                .join();
    }

    /**
     * In a copy of a process that started Python in advance: this is now a process of its own, with that folder and
     * environment. What follows runs after it.
     */
    public void arrive(String folder, Map<String, String> environment) {
        List<String> gone = new ArrayList<>(known.keySet());
        gone.removeAll(environment.keySet());
        List<String> changed = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (!value.equals(known.get(name))) {
                changed.add(name);
                changed.add(value);
            }
        });
        known = Map.copyOf(environment);
        boolean hasBegun = begun;
        begun = false; // this copy may have copies of its own
        var _ = thread.submit(python -> {
            if (!hasBegun) {
                begin(python);
            }
            return python.find("system", "arrive").execute(folder, gone.toArray(), changed.toArray());
        });
    }

    /**
     * Runs something, on Python's main thread, that will use Python as a worker does: with this interpreter. Waits for
     * its end.
     */
    public void lend(Runnable worker) {
        thread.submit(python -> {
                    PythonLanguage.use(python);
                    worker.run();
                    return true;
                })
                .join();
    }

    @Override
    public String language() {
        return PythonLanguage.NAME;
    }

    @Override
    public Completeness completeness(String code) {
        return side.ask(python ->
                        python.find("console", "completeness").execute(code).asString())
                .map(name -> Completeness.valueOf(name.toUpperCase(java.util.Locale.ROOT)))
                .orElse(Completeness.COMPLETE);
    }

    @Override
    public Outcome eval(String code) {
        String name = "<python-input-" + inputs.getAndIncrement() + ">";
        try {
            return run(python -> outcome(python.find("console", "run").execute(code, name)));
        } catch (PolyglotException e) { // a second Ctrl-C, between the user's code and ours; else a mistake of ours
            boolean stopped = "KeyboardInterrupt".equals(e.getMessage());
            return new Outcome.Failed(stopped ? FailureKind.STOPPED : FailureKind.BUG, String.valueOf(e.getMessage()));
        }
    }

    private static Outcome outcome(Value ended) {
        String text = ended.getArrayElement(1).asString();
        return switch (ended.getArrayElement(0).asString()) {
            case "done" -> new Outcome.Done();
            case "value" -> new Outcome.Value(text);
            case "left" -> new Outcome.Left(Integer.parseInt(text));
            case "stopped" -> new Outcome.Failed(FailureKind.STOPPED, text);
            case "died" -> new Outcome.Failed(FailureKind.DIED, text);
            case "bug" -> new Outcome.Failed(FailureKind.BUG, text);
            default -> new Outcome.Failed(FailureKind.USER, text);
        };
    }

    /**
     * Runs a script as {@code python3 script args} does: {@code __name__} is {@code __main__}, uncaught exceptions go to
     * the error stream, threads are joined, {@code atexit} functions run, streams are flushed.
     *
     * @param script the file
     * @param args what follows it in {@code sys.argv}
     * @return the exit code
     */
    public int runFile(Path script, List<String> args) {
        String given = script.toString();
        String path = script.toAbsolutePath().normalize().toString();
        return run(python -> python.find("script", "run_file")
                .execute(path, given, args.toArray())
                .asInt());
    }

    /**
     * Runs a text as {@code python3 -c text args} or {@code python3 - args} does.
     *
     * @param code the program
     * @param name what tracebacks call it: {@code <string>} for {@code -c}, {@code <stdin>} for the standard input
     * @param argv all of {@code sys.argv}: {@code -c} or {@code -} first
     * @return the exit code
     */
    public int runText(String code, String name, List<String> argv) {
        return run(python -> python.find("script", "run_text")
                .execute(code, name, argv.toArray())
                .asInt());
    }

    /**
     * Runs a module or a package as {@code python3 -m module args} does.
     *
     * @param module its name, with dots
     * @param args what follows it in {@code sys.argv}
     * @return the exit code
     */
    public int runModule(String module, List<String> args) {
        return run(python -> python.find("script", "run_module")
                .execute(module, args.toArray())
                .asInt());
    }

    /**
     * Takes what the options {@code -W} and {@code -X} of Python's own command line say; before anything runs.
     *
     * @param warnings each as {@code error} or {@code ignore::DeprecationWarning}
     * @param settings each as {@code NAME} or {@code NAME=VALUE}
     */
    public void use(List<String> warnings, List<String> settings) {
        run(python -> python.find("script", "use").execute(warnings.toArray(), settings.toArray()));
    }

    /** User code on Python's thread; may be interrupted. */
    private <T> T run(Function<Interpreter, T> job) {
        try {
            return thread.submit(python -> {
                        python.interrupts().begin();
                        try {
                            return job.apply(python);
                        } finally {
                            python.interrupts().end();
                        }
                    })
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public List<Candidate> complete(String code, int cursor) {
        List<String> found = strings(python -> python.find("lookup", "complete").execute(code, cursor));
        List<Candidate> candidates = new ArrayList<>();
        for (String text : found.subList(Math.min(1, found.size()), found.size())) {
            candidates.add(new Candidate(text, Integer.parseInt(found.getFirst())));
        }
        return candidates;
    }

    @Override
    public String inspect(String code, int cursor) {
        return side.ask(python ->
                        python.find("lookup", "describe").execute(code, cursor).asString())
                .orElse("");
    }

    @Override
    public List<Variable> variables() {
        List<String> rows = strings(python -> python.find("lookup", "variables").execute());
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i + 2 < rows.size(); i += 3) {
            variables.add(new Variable(rows.get(i), rows.get(i + 1), rows.get(i + 2)));
        }
        return variables;
    }

    @Override
    public Map<String, String> shared() {
        List<String> pairs = strings(python -> python.find("lookup", "shared").execute());
        Map<String, String> shared = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            shared.put(pairs.get(i), pairs.get(i + 1));
        }
        return shared;
    }

    private List<String> strings(Function<Interpreter, Value> question) {
        Optional<List<String>> answer = side.ask(python -> {
            Value list = question.apply(python);
            List<String> texts = new ArrayList<>();
            for (long i = 0; i < list.getArraySize(); i++) {
                texts.add(list.getArrayElement(i).asString());
            }
            return texts;
        });
        return answer.orElse(List.of());
    }

    /** Takes this process's signals, of which another one may have been told since Python started. */
    public void hearSignals() {
        SignalHandlers.restore();
    }

    @Override
    public void interrupt() {
        Interpreter python = thread.interpreterNow();
        if (python != null && python.interrupts().request()) {
            SignalHandlers.raise("INT");
        }
    }

    /** Waits for nothing that user code does: a snippet that cannot be stopped goes on until the process ends. */
    @Override
    public void close() {
        interrupt();
        var ending = thread.end();
        try {
            ending.get(5, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            // what still runs ends with the process
        }
    }
}
