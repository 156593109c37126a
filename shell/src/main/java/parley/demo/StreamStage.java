package parley.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A stage over plain streams: a key is a line, so each wants Enter. */
public final class StreamStage implements Stage {
    private final BufferedReader in;
    private final PrintStream out;
    private final int width;
    private final boolean coloured;

    /** Reads keys from {@code in}; its end is {@link Stage.Key#QUIT}. */
    public StreamStage(Reader in, PrintStream out, int width, boolean coloured) {
        this.in = new BufferedReader(in);
        this.out = out;
        this.width = width;
        this.coloured = coloured;
    }

    @Override
    public void show(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public Key key(String hint) {
        while (true) {
            out.print(hint + " ");
            out.flush();
            String line = line();
            if (line == null) {
                out.println();
                return Key.QUIT;
            }
            switch (line.strip()) {
                case "" -> {
                    return Key.NEXT;
                }
                case "b" -> {
                    return Key.BACK;
                }
                case "r" -> {
                    return Key.AGAIN;
                }
                case "q" -> {
                    return Key.QUIT;
                }
                default -> {} // asks again
            }
        }
    }

    private @Nullable String line() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public boolean coloured() {
        return coloured;
    }
}
