package parley.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The standard input as Python reads it: a read can be stopped. A thread of its own reads, only when Python asks, so
 * that nobody else's input is taken; what arrives after a stop is kept for the next read. One reader at a time.
 *
 * <pre>
 *   Python ─read─▶ asked ─▶ thread "python stdin" ─▶ source
 *                    └─ stop: an empty read; {@code asked} stays for the next one
 * </pre>
 */
final class StandardInput extends InputStream {
    private final InputStream source;
    private @Nullable CompletableFuture<byte[]> asked;
    private byte[] left = new byte[0];
    private @Nullable Thread reader;
    private @Nullable CompletableFuture<byte[]> waiting;
    private boolean stopped;

    StandardInput(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left.length == 0) {
            left = next(length);
            if (left.length == 0) {
                return -1;
            }
        }
        int count = Math.min(length, left.length);
        System.arraycopy(left, 0, buffer, offset, count);
        left = Arrays.copyOfRange(left, count, left.length);
        return count;
    }

    @Override
    public int available() throws IOException {
        return left.length > 0 ? left.length : source.available();
    }

    private byte[] next(int length) throws IOException {
        while (true) {
            try {
                byte[] bytes = ask(length).join();
                arrived();
                return bytes;
            } catch (CancellationException e) {
                return new byte[0];
            } catch (CompletionException e) {
                arrived();
                if (!(e.getCause() instanceof InterruptedIOException)) { // else the source heard of an earlier stop
                    throw new IOException(e.getCause());
                }
            }
        }
    }

    private synchronized void arrived() {
        asked = null;
        waiting = null;
    }

    private synchronized CompletableFuture<byte[]> ask(int length) {
        CompletableFuture<byte[]> pending = asked;
        if (pending == null) {
            CompletableFuture<byte[]> fresh = new CompletableFuture<>();
            asked = fresh;
            reader = Thread.ofPlatform().daemon().name("python stdin").start(() -> fill(fresh, length));
            pending = fresh;
        }
        CompletableFuture<byte[]> copy = pending.copy(); // a stop cancels the copy only
        waiting = copy;
        return copy;
    }

    /** Ends a read that waits now; a source that can be interrupted is. Any thread. */
    synchronized void stop() {
        if (waiting != null && reader != null) {
            reader.interrupt();
            stopped |= waiting.cancel(false);
            waiting = null;
        }
    }

    /** Whether a read was stopped since this was asked last. */
    synchronized boolean takeStopped() {
        boolean was = stopped;
        stopped = false;
        return was;
    }

    private void fill(CompletableFuture<byte[]> answer, int length) {
        try {
            byte[] buffer = new byte[length];
            int count = source.read(buffer, 0, length);
            answer.complete(count < 0 ? new byte[0] : Arrays.copyOf(buffer, count));
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }
}
