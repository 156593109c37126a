package parley.session;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import parley.eval.Backend;

/**
 * One language in the session. Its main thread makes the back end and runs the snippets, so a language always sees
 * the same thread; another thread answers questions, also while a snippet runs.
 */
final class Lane {
    /**
     * Recursion is an exercise: the main thread of a language gets a large stack, but none so large that recursion without
     * an end takes long: see {@code parley.python.PythonThread}.
     */
    private static final long STACK_BYTES = 16L << 20;

    /** Something to do with the back end, and what to do when that fails. */
    private record Task(Consumer<Backend> work, Consumer<Throwable> broken) {}

    private final String language;
    private final Supplier<Backend> maker;
    private final CompletableFuture<Backend> backend = new CompletableFuture<>();
    private final BlockingQueue<Task> snippets = new LinkedBlockingQueue<>();
    private final BlockingQueue<Task> questions = new LinkedBlockingQueue<>();
    private boolean started;

    Lane(String language, Supplier<Backend> maker) {
        this.language = language;
        this.maker = maker;
    }

    String language() {
        return language;
    }

    /** Makes the back end, in the lane's own thread; a second call does nothing. */
    synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        Thread main = new Thread(null, this::run, language, STACK_BYTES);
        main.setDaemon(true);
        main.start();
    }

    /** The back end when it is made, or why it cannot be. */
    CompletableFuture<Backend> backend() {
        return backend;
    }

    boolean isReady() {
        return backend.isDone() && !backend.isCompletedExceptionally();
    }

    /** Runs it in the main thread, after what came before. */
    void run(Consumer<Backend> snippet, Consumer<Throwable> broken) {
        start();
        snippets.add(new Task(snippet, broken));
    }

    /** Answers it in the other thread; waits for the back end. */
    void ask(Consumer<Backend> question, Consumer<Throwable> broken) {
        start();
        questions.add(new Task(question, broken));
    }

    private void run() {
        Thread.ofPlatform().daemon().name(language + " questions").start(() -> work(questions));
        try {
            backend.complete(maker.get());
        } catch (Throwable e) { // whatever it is, whoever asks is told
            backend.completeExceptionally(e);
        }
        work(snippets);
    }

    private void work(BlockingQueue<Task> tasks) {
        while (true) {
            try {
                work(tasks.take());
            } catch (InterruptedException e) {
                // a late stop of a snippet that has ended: nothing to stop here
            }
        }
    }

    private void work(Task task) {
        try {
            task.work().accept(backend.join());
        } catch (CompletionException e) {
            task.broken().accept(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) { // the lane goes on, whatever a back end throws
            task.broken().accept(e);
        }
    }

    static String trace(Throwable e) {
        StringWriter out = new StringWriter();
        e.printStackTrace(new PrintWriter(out));
        return out.toString().stripTrailing();
    }
}
