package parley.repl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;

/** A terminal at which a program sits: it types, and reads what stands on the screen. One thread's. */
public final class PseudoTerminal implements AutoCloseable {
    private static final Size SIZE = Size.of(100, 30);

    private final Pty pty;
    private final Path device;
    private final OutputStream keys;
    private final InputStream screen;

    /** Makes one. */
    public PseudoTerminal() throws IOException {
        pty = new JniTerminalProvider().open(null, SIZE);
        device = Path.of(((JniNativePty) pty).getName());
        keys = pty.getMasterOutput();
        screen = pty.getMasterInput();
    }

    /** A file that is a program's standard input and output when it runs in this terminal. */
    public Path device() {
        return device;
    }

    /** Presses keys. */
    public void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /** Waits until {@code text} has come, control characters and all. What came before it is forgotten. */
    public void await(String text) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int c = screen.read();
            if (c < 0) {
                throw new IOException("terminal closed: waited=" + text + ", came=" + seen);
            }
            seen.append((char) c);
        }
    }

    /** Reads on, for nobody: a program that nobody reads does not end. */
    public void ignoreTheRest() {
        Thread.ofPlatform().daemon().name("pseudo-terminal").start(() -> {
            try {
                screen.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // closed: that was the rest
            }
        });
    }

    @Override
    public void close() throws IOException {
        pty.close();
    }
}
