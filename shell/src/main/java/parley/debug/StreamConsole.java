package parley.debug;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The terminal of a program, or what stands in its place: its own standard streams. */
final class StreamConsole implements Console {
    private final SharedInput input = new SharedInput(System.in);

    /** From now on the program's own reading, too, goes through what the debuggers read. */
    StreamConsole() {
        System.setIn(input);
    }

    @Override
    public @Nullable String line(String prompt) throws IOException, InterruptedException {
        System.out.print(prompt);
        System.out.flush();
        return input.line();
    }

    @Override
    public void free() {
        // nothing was taken from anybody
    }
}
