package parley.manager;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;

/** Does something when an object is thrown away. A copy of the process has a thread of its own for that. Any thread. */
final class Cleaners {
    private static volatile @Nullable Cleaner current;

    static {
        AtFork.inChild(() -> current = null);
    }

    private Cleaners() {}

    static Cleaner.Cleanable register(Object object, Runnable action) {
        Cleaner cleaner = current;
        if (cleaner == null) {
            cleaner = Cleaner.create();
            current = cleaner;
        }
        return cleaner.register(object, action);
    }
}
