package parley.repl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is written to the terminal goes through here, from any thread.
 *
 * <pre>
 *   not open   bytes are kept                                  (JLine still loads)
 *   free       bytes go to the terminal as they come           (a snippet runs)
 *   editing    whole lines appear above the line being edited  (a child prints while somebody types)
 * </pre>
 */
final class Screen {
    /** While somebody types, the start of a line waits this long for its end. */
    private static final long PARTIAL_MILLIS = 200;

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("partial lines").factory());
    private @Nullable Terminal terminal;
    private @Nullable LineReader reader; // with which somebody types now
    private boolean lineStart = true;
    private int version;

    /** From now on there is a terminal; what was kept is shown. */
    synchronized void open(Terminal opened) {
        terminal = opened;
        release();
    }

    /** What the session or a child of it printed. */
    synchronized void output(byte[] bytes) {
        held.writeBytes(bytes);
        if (reader != null) {
            showLines();
            version++;
            if (held.size() > 0) {
                int seen = version;
                var _ = timer.schedule(() -> showRest(seen), PARTIAL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } else {
            release();
        }
    }

    /** Our own lines; starts a new line where the last output did not end its own. */
    synchronized void print(String text) {
        if (text.isEmpty()) {
            return;
        }
        String lines = text.endsWith("\n") ? text : text + "\n";
        if (reader != null) {
            reader.printAbove(lines);
            return;
        }
        freshLine();
        write(lines.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes sure that what comes next is at the start of a line. */
    synchronized void freshLine() {
        release();
        if (!lineStart) {
            write(new byte[] {'\n'});
        }
    }

    /** The user typed a line, and the terminal showed it with its end. */
    synchronized void typedLine() {
        lineStart = true;
    }

    /** The terminal showed something by itself, as {@code ^C}. */
    synchronized void echoed() {
        lineStart = false;
    }

    /** Somebody starts to type, or is done. */
    synchronized void editing(@Nullable LineReader now) {
        if (now != null) {
            freshLine();
        }
        reader = now;
        if (now == null) {
            lineStart = true; // the editor ends its last line
            release();
        }
    }

    private void showLines() {
        byte[] bytes = held.toByteArray();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        if (end > 0 && reader != null) {
            held.reset();
            held.write(bytes, end, bytes.length - end);
            reader.printAbove(new String(bytes, 0, end, StandardCharsets.UTF_8));
        }
    }

    private synchronized void showRest(int seen) {
        if (reader != null && seen == version && held.size() > 0) {
            String rest = held.toString(StandardCharsets.UTF_8);
            held.reset();
            reader.printAbove(rest);
        }
    }

    private void release() {
        if (held.size() > 0 && terminal != null) {
            byte[] bytes = held.toByteArray();
            held.reset();
            write(bytes);
        }
    }

    private void write(byte[] bytes) {
        if (terminal == null) {
            held.writeBytes(bytes);
            return;
        }
        try {
            terminal.writer().flush();
            terminal.output().write(bytes);
            terminal.output().flush();
            lineStart = bytes[bytes.length - 1] == '\n';
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal is gone", e);
        }
    }
}
