package parley.process;

import java.io.InputStream;
import parley.fork.Fork;

/** What makes a copy of a process a child that stands alone. */
final class Copied {
    private static final int DIED_WITH_PARENT = 1;

    private Copied() {}

    /** Empty input, signals that end it as they end any process, and an end when its parent is gone. */
    static void standAlone(long parent) {
        System.setIn(InputStream.nullInputStream());
        Fork.standAlone();
        Fork.whenEnded(parent, () -> Fork.exit(DIED_WITH_PARENT));
    }
}
