package parley.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.fork.ForkClient;

/**
 * Stands for the fork server in a rehearsal: who asks gets a copy that has ended at once, with code 0. What that was sent
 * can be read here. One thread's.
 */
final class RehearsedServer implements Running.Served.Server, AutoCloseable {
    private @Nullable InputStream input;

    @Override
    public ForkClient.Asked ask(byte[] job, List<Integer> streams) throws IOException {
        close();
        input = new FileInputStream("/proc/self/fd/" + streams.getFirst());
        return ForkClient.rehearsed();
    }

    /** The start record of the last that was asked for. */
    InputStream input() {
        return Objects.requireNonNull(input);
    }

    @Override
    public void close() throws IOException {
        if (input != null) {
            input.close();
        }
    }
}
