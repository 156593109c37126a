package parley.debug;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where somebody sits and types commands for a debugger. Used by one thread at a time. */
public interface Console {
    /**
     * Asks for a line.
     *
     * @param prompt is shown before it
     * @return the line without its end; null for the end of input
     * @throws InterruptedException where the asking thread is interrupted: nobody wants the line any more
     */
    @Nullable
    String line(String prompt) throws IOException, InterruptedException;

    /** No debugger wants the terminal now. */
    void free();
}
