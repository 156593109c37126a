package parley.python;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Collects garbage when Python asks for it. A whole collection looks at everything that a session is made of, and a copy
 * has to copy all that first (a second); a small one looks at what is new (milliseconds). In a copy of the fork server,
 * whatever the user has made is new:
 *
 * <pre>
 *   old memory in use     as much as in the server:   all that the user has made is young, a small one will do
 *                         more:                       a whole one
 * </pre>
 *
 * Any thread, one at a time.
 */
public final class Garbage {
    private static final int PIECE = 64 << 10;

    private static long oldInServer; // 0: this is no copy of it

    @SuppressWarnings("UnusedVariable") // written so that the compiler does not leave out what is allocated
    private static byte @Nullable [] piece;

    private Garbage() {}

    /** Nothing is left that the user has made and that nothing refers to. */
    static synchronized void collect() {
        boolean isYoung = oldInServer > 0 && old() == oldInServer; // all that the user has made
        if (!isYoung || !collectYoung()) {
            System.gc();
        }
    }

    /** For a fork server that is ready: what is old now its copies share, and do not look at. */
    public static synchronized void settle() {
        boolean _ = collectYoung(); // so that no copy begins with one
        oldInServer = old();
    }

    /** A small collection: of what is new. Whether there was one. */
    private static boolean collectYoung() {
        WeakReference<Object> young = new WeakReference<>(new Object());
        long most = Runtime.getRuntime().maxMemory() / PIECE;
        for (long pieces = 0; !young.refersTo(null) && pieces < most; pieces++) {
            piece = new byte[PIECE];
        }
        piece = null;
        return young.refersTo(null);
    }

    /** How much of the old memory is in use, in bytes; 0 where the collector is another one. */
    private static long old() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Tenured Gen"))
                .mapToLong(pool -> pool.getUsage().getUsed())
                .sum();
    }
}
