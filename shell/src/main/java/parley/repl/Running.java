package parley.repl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;
import parley.eval.Outcome;
import parley.session.SessionClient;

/**
 * The time while a snippet runs: the terminal echoes and edits lines by itself, and each line that is typed goes where
 * it is wanted.
 *
 * <pre>
 *   a line ──▶ the snippet reads its input?  ──yes──▶ it is the answer
 *              a command that runs anytime?  ──yes──▶ runs now
 *              a debugger wants a command?   ──yes──▶ it is the command, with the editor's help: Debugging
 *              else                          ───────▶ kept: the next input(), or else the next prompt, gets it
 *   Ctrl-C ──▶ stop; again, while it does not stop: kill the session?
 * </pre>
 *
 * One thread's, but for {@link #lineWanted} and the stop.
 */
final class Running {
    /** A snippet that ends sooner never costs a look at the keyboard. */
    private static final long QUICK_MILLIS = 100;

    private static final long KEY_MILLIS = 30;
    private static final long MOMENT_MILLIS = 5;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final char END_OF_INPUT = '\004';

    private final Terminal terminal;
    private final Screen screen;
    private final Debugging debugging;
    private final Predicate<String> runNow;
    private final Semaphore wake = new Semaphore(0);
    private final Deque<Optional<String>> kept = new ArrayDeque<>();
    private final StringBuilder typed = new StringBuilder();
    private final AtomicInteger stops = new AtomicInteger();
    private volatile boolean lineWanted;
    private volatile @Nullable SessionClient busy;

    /**
     * For one prompt.
     *
     * @param runNow runs a line if it is a command that may run now
     */
    Running(Terminal terminal, Screen screen, Debugging debugging, Predicate<String> runNow) {
        this.terminal = terminal;
        this.screen = screen;
        this.debugging = debugging;
        this.runNow = runNow;
        terminal.handle(Terminal.Signal.INT, _ -> stop()); // while a line is edited, the editor has its own
    }

    /** The snippet reads its input; any thread. */
    void lineWanted() {
        lineWanted = true;
        wake.release();
    }

    /** Something is wanted of who waits; any thread. */
    void look() {
        wake.release();
    }

    /** From now on a Ctrl-C is for the snippet that comes next, even where it comes a moment before it starts. */
    void reset() {
        stops.set(0);
    }

    /** Waits for the outcome, and serves the keyboard meanwhile. */
    Outcome await(SessionClient session, CompletableFuture<Outcome> outcome) {
        busy = session;
        if (stops.get() > 0) {
            session.interrupt();
        }
        try {
            var _ = outcome.thenRun(wake::release);
            var _ = wake.tryAcquire(QUICK_MILLIS, TimeUnit.MILLISECONDS);
            serve(session, outcome);
            return outcome.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return outcome.join();
        } finally {
            busy = null;
            lineWanted = false;
            wake.drainPermits();
        }
    }

    /** Serves a debugger while nothing of the session's own runs. */
    void debug(SessionClient session) {
        busy = session;
        try {
            serve(session, CompletableFuture.completedFuture(new Outcome.Done()));
        } finally {
            busy = null;
        }
    }

    /** Ctrl-C; the signal's thread. */
    private void stop() {
        stops.incrementAndGet();
        lineWanted = false; // the stop ends the reading too
        SessionClient session = busy;
        if (session != null) {
            session.interrupt();
        }
        wake.release();
    }

    /** What was typed and not wanted by anybody, as if it were typed now. */
    String leftOver() {
        StringBuilder all = new StringBuilder();
        while (!kept.isEmpty()) {
            all.append(kept.remove().map(line -> line + "\n").orElse(String.valueOf(END_OF_INPUT)));
        }
        all.append(typed).append(unfinishedLine());
        typed.setLength(0);
        return all.toString();
    }

    /** The terminal keeps a line to itself until its end; its keys come as a whole here, of which one may be many letters. */
    private String unfinishedLine() {
        StringBuilder keys = new StringBuilder();
        Attributes usual = terminal.enterRawMode();
        try {
            for (int c = terminal.reader().read(MOMENT_MILLIS);
                    c >= 0;
                    c = terminal.reader().read(MOMENT_MILLIS)) {
                keys.append((char) c);
            }
        } catch (IOException e) {
            // then there is none
        } finally {
            terminal.setAttributes(usual);
        }
        return keys.toString();
    }

    private void serve(SessionClient session, CompletableFuture<Outcome> outcome) {
        int heard = 0;
        long stoppedAt = 0;
        boolean hinted = false;
        while (!outcome.isDone() || debugging.isActive()) {
            if (debugging.isAsked()) {
                if (kept.isEmpty()) {
                    debugging.serve(session);
                } else {
                    debugging.answer(session, kept.remove());
                }
                continue;
            }
            if (stops.get() > heard) {
                typed.setLength(0); // as the terminal itself drops the line
                screen.echoed();
                if (heard > 0 && offerKill(outcome)) {
                    session.kill();
                }
                heard = stops.get();
                stoppedAt = System.nanoTime();
            }
            if (heard > 0 && !hinted && System.nanoTime() - stoppedAt > PATIENCE_NANOS) {
                hinted = true;
                screen.print("still running; Ctrl-C again to end the session");
            }
            if (lineWanted && !kept.isEmpty()) {
                answer(session, kept.remove().orElse(null));
            }
            Optional<String> line = key();
            line.ifPresent(text -> typedLine(session, text));
        }
    }

    private void typedLine(SessionClient session, String text) {
        boolean end = text.indexOf(END_OF_INPUT) >= 0;
        if (!end) {
            screen.typedLine();
        }
        if (lineWanted) {
            answer(session, end ? null : text);
        } else if (end && !kept.isEmpty() && kept.getLast().isEmpty()) {
            pause(); // a terminal that is gone ends again and again
        } else if (end || !runNow.test(text)) {
            kept.add(end ? Optional.empty() : Optional.of(text));
        }
    }

    private void answer(SessionClient session, @Nullable String line) {
        lineWanted = false;
        session.line(line);
    }

    private void pause() {
        try {
            var _ = wake.tryAcquire(KEY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean offerKill(CompletableFuture<Outcome> outcome) {
        screen.print("it does not stop: kill the session? [y/N]");
        while (!outcome.isDone()) {
            Optional<String> line = key();
            if (line.isPresent()) {
                screen.typedLine();
                return line.get().strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
            }
        }
        return false;
    }

    /** Waits a moment for a key; a line when the key ends one, and the end-of-input character alone for Ctrl-D. */
    private Optional<String> key() {
        try {
            int c = terminal.reader().read(KEY_MILLIS);
            if (c == NonBlockingReader.READ_EXPIRED) {
                return Optional.empty();
            }
            if (c == NonBlockingReader.EOF) {
                return typed.isEmpty() ? Optional.of(String.valueOf(END_OF_INPUT)) : Optional.empty();
            }
            if (c != '\n' && c != '\r') {
                typed.append((char) c);
                return Optional.empty();
            }
            String line = typed.toString();
            typed.setLength(0);
            return Optional.of(line);
        } catch (java.io.InterruptedIOException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal is gone", e);
        }
    }
}
