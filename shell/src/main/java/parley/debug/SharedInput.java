package parley.debug;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A standard input that a program and debuggers read: while a debugger wants a line, what arrives is for it. A thread of
 * its own reads, and only when somebody wants something. Any thread.
 */
final class SharedInput extends InputStream {
    private static final int CHUNK = 8192;

    private final InputStream source;
    private byte[] arrived = new byte[0];
    private int debuggers;
    private boolean reading;
    private boolean ended;
    private @Nullable IOException failure;

    SharedInput(InputStream source) {
        this.source = source;
    }

    /** The next line without its end, for a debugger; null at the end of input. */
    synchronized @Nullable String line() throws IOException, InterruptedException {
        debuggers++;
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (true) {
                more();
                int end = lineEnd();
                line.write(arrived, 0, end);
                boolean whole = end > 0 && arrived[end - 1] == '\n';
                drop(end);
                if (whole || ended) {
                    boolean nothing = line.size() == 0;
                    ended &= !nothing; // a terminal ends more than once
                    return nothing ? null : text(line);
                }
            }
        } finally {
            debuggers--;
            notifyAll();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            do {
                while (debuggers > 0) {
                    wait();
                }
                more();
            } while (debuggers > 0);
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException("reading standard input was stopped").initCause(e);
        }
        if (arrived.length == 0) {
            ended = false;
            return -1;
        }
        int count = Math.min(length, arrived.length);
        System.arraycopy(arrived, 0, buffer, offset, count);
        drop(count);
        return count;
    }

    @Override
    public synchronized int available() throws IOException {
        return arrived.length > 0 ? arrived.length : source.available();
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private int lineEnd() {
        int end = 0;
        while (end < arrived.length) {
            if (arrived[end++] == '\n') {
                break;
            }
        }
        return end;
    }

    private void drop(int count) {
        arrived = Arrays.copyOfRange(arrived, count, arrived.length);
    }

    /** Waits until something is there, or the input has ended. */
    private void more() throws IOException, InterruptedException {
        while (arrived.length == 0 && !ended && failure == null) {
            if (!reading) {
                reading = true;
                Thread.ofPlatform().daemon().name("standard input").start(this::fill);
            }
            wait();
        }
        IOException failed = failure;
        if (failed != null && arrived.length == 0) {
            failure = null;
            throw failed;
        }
    }

    private void fill() {
        byte[] chunk = new byte[CHUNK];
        int count = -1;
        IOException failed = null;
        try {
            count = source.read(chunk, 0, CHUNK);
        } catch (IOException e) {
            failed = e;
        }
        synchronized (this) {
            reading = false;
            failure = failed;
            ended = count < 0 && failed == null;
            if (count > 0) {
                arrived = Arrays.copyOf(chunk, count); // it was empty, or nobody would have asked
            }
            notifyAll();
        }
    }
}
