package parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import parley.ParleyProcess.Ended;
import parley.fork.Fork;

/**
 * The resident fork server, for the classes that say {@code @ExtendWith(WarmServer.class)}: to warm it up takes minutes, so
 * that all of them share one. Started before the first of them, stopped after the last test of the run.
 */
public final class WarmServer implements BeforeAllCallback {
    /** How long a warm-up may take on the slowest machine, with room to spare. */
    private static final Duration MOST = Duration.ofMinutes(15);

    /** In the run's store: closed at its end. */
    private record Running() implements AutoCloseable {
        @Override
        public void close() {
            Ended _ = using("forkserver", "stop").run();
            assertEquals("does not run\n", using("forkserver", "status").run().out());
        }
    }

    /** A program that may use it. */
    public static ParleyProcess.Start using(String... arguments) {
        return ParleyProcess.of(arguments).environment("PARLEY_RESIDENT", Fork.isBuilt() ? "yes" : "no");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (Fork.isBuilt()) {
            Ended started = using("forkserver", "start").run(MOST);
            assertEquals(0, started.exit(), started.out() + started.err());
            var _ = context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(WarmServer.class))
                    .computeIfAbsent(Running.class, _ -> new Running());
        }
    }
}
