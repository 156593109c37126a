package parley.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The session's standard input: asks the front for a line whenever the user's code wants more. One thread reads at a
 * time; {@link #answer} and {@link #stop} come from others.
 */
final class AskedInput extends InputStream {
    /** A line, the end of input (empty), or a stop (no line at all). */
    private record Arrival(int id, boolean stopped, Optional<String> line) {}

    private final IntConsumer ask;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();

    private byte[] line = new byte[0];
    private int at;

    /**
     * An input that has nothing yet.
     *
     * @param ask sends the wish with its number
     */
    AskedInput(IntConsumer ask) {
        this.ask = ask;
    }

    /** The line for the wish with this number; null for the end of input. Older numbers are ignored. */
    void answer(int id, @Nullable String text) {
        arrivals.add(new Arrival(id, false, Optional.ofNullable(text)));
    }

    /** A thread that waits for a line now gets an {@link InterruptedIOException}. */
    void stop() {
        arrivals.add(new Arrival(asked.get(), true, Optional.empty()));
    }

    @Override
    public synchronized int read() throws IOException {
        return more() ? line[at++] & 0xff : -1;
    }

    /** Gives at most one line, as a terminal does. */
    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int n = Math.min(length, line.length - at);
        System.arraycopy(line, at, target, offset, n);
        at += n;
        return n;
    }

    @Override
    public synchronized int available() {
        return line.length - at;
    }

    private boolean more() throws IOException {
        if (at < line.length) {
            return true;
        }
        int id = asked.incrementAndGet();
        ask.accept(id);
        Optional<String> answer = await(id);
        line = answer.map(text -> (text + "\n").getBytes(StandardCharsets.UTF_8))
                .orElse(new byte[0]);
        at = 0;
        return answer.isPresent();
    }

    private Optional<String> await(int id) throws IOException {
        try {
            Arrival arrival = arrivals.take();
            while (arrival.id() != id) {
                arrival = arrivals.take(); // meant for a read that was stopped
            }
            if (arrival.stopped()) {
                throw new InterruptedIOException("reading standard input was stopped");
            }
            return arrival.line();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("reading standard input was stopped").initCause(e);
        }
    }
}
