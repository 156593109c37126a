package parley.python;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Short questions to the interpreter, at any time: on Python's own thread where that is free, else on a thread beside
 * it, which gets its turn between two steps of the user's code. No answer in time is no answer. Any thread.
 */
final class SideDoor {
    /** Longer than an interpreter needs to start and answer when nothing else runs. */
    private static final long WHEN_FREE = 60_000;

    /** Longer than running code keeps others out, unless it is inside one long built-in. */
    private static final long WHEN_BUSY = 500;

    private final PythonThread thread;
    private @Nullable CompletableFuture<?> beside;

    SideDoor(PythonThread thread) {
        this.thread = thread;
    }

    <T> Optional<T> ask(Function<Interpreter, T> question) {
        boolean busy = thread.isBusy();
        CompletableFuture<T> answer = busy ? askBeside(question) : thread.submit(question);
        if (answer == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(answer.get(busy ? WHEN_BUSY : WHEN_FREE, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    /** Null while an earlier question still waits for its turn, and while Python starts. */
    private synchronized <T> @Nullable CompletableFuture<T> askBeside(Function<Interpreter, T> question) {
        Interpreter python = thread.interpreterNow();
        if (python == null || (beside != null && !beside.isDone())) {
            return null;
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        beside = answer;
        Thread.ofPlatform().daemon().name("python side door").start(() -> {
            try {
                answer.complete(question.apply(python));
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
