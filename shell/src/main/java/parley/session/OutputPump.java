package parley.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Carries the session's output to who shows it, takes the {@link OutputMark}s out, and tells who waits for one.
 * Runs in one thread; {@link #seen} may be called in any.
 */
final class OutputPump implements Runnable {
    private final InputStream in;
    private final SessionListener listener;
    private final ConcurrentMap<Integer, CompletableFuture<Void>> marks = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private final byte[] buffer = new byte[16 << 10];
    private int held;

    OutputPump(InputStream in, SessionListener listener) {
        this.in = in;
        this.listener = listener;
    }

    /** Completes when everything before the mark has been shown, or there is no more output. */
    CompletableFuture<Object> seen(int id) {
        CompletableFuture<Void> mark = marks.computeIfAbsent(id, _ -> new CompletableFuture<>());
        return CompletableFuture.anyOf(mark, end).whenComplete((_, _) -> marks.remove(id));
    }

    /** Completes at the end of the output. */
    CompletableFuture<Void> ended() {
        return end;
    }

    @Override
    public void run() {
        try {
            for (int n = in.read(buffer, held, buffer.length - held); n >= 0; ) {
                show(held + n);
                n = in.read(buffer, held, buffer.length - held);
            }
            emit(0, held);
        } catch (IOException e) {
            // the process is gone: so is its output
        } finally {
            end.complete(null);
        }
    }

    /** Shows the first {@code end} bytes but for marks; holds back what may be the start of one. */
    private void show(int end) {
        int from = 0;
        int at = 0;
        while (at < end) {
            int n = buffer[at] == 0 ? OutputMark.match(buffer, at, end) : 0;
            if (n == 0) {
                at++;
                continue;
            }
            emit(from, at);
            from = at;
            if (n < OutputMark.LENGTH) {
                break;
            }
            marks.computeIfAbsent(OutputMark.id(buffer, at), _ -> new CompletableFuture<>())
                    .complete(null);
            at += n;
            from = at;
        }
        if (at == end) {
            emit(from, end);
            from = end;
        }
        held = end - from;
        System.arraycopy(buffer, from, buffer, 0, held);
    }

    private void emit(int from, int to) {
        if (to > from) {
            listener.output(Arrays.copyOfRange(buffer, from, to));
        }
    }
}
