package parley.fork;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What must be set right in a copy of this process before it goes on: what belongs to the parent is let go, what says
 * who this process is is said anew. In order of registration: lower packages come first. Any thread.
 */
public final class AtFork {
    private static final List<Runnable> IN_CHILD = new CopyOnWriteArrayList<>();
    private static final List<IntConsumer> BEFORE = new CopyOnWriteArrayList<>();

    private static volatile @Nullable ToIntFunction<IntSupplier> around;

    private AtFork() {}

    /** Found before the first copy, in the original: a copy should load no classes. Not before: most processes have none. */
    private static final class Seeds {
        static final RandomSeeds FOUND = RandomSeeds.find();
        static final OwnHandle HANDLE = OwnHandle.find();

        private Seeds() {}
    }

    /** Before the first copy. */
    static void prepare() {
        var _ = Seeds.FOUND;
    }

    /**
     * Registers something to do in each copy.
     *
     * @param action run by the only thread of the program that the copy has; must not wait for another one
     */
    public static void inChild(Runnable action) {
        IN_CHILD.add(action);
    }

    /**
     * Registers something to do before each copy, in the original.
     *
     * @param action gets what the copy will be known by, see {@link #before}
     */
    public static void beforeFork(IntConsumer action) {
        BEFORE.add(action);
    }

    /**
     * Says that this process is about to be copied.
     *
     * @param heir what the copy will be known by: its row in the process table
     */
    public static void before(int heir) {
        BEFORE.forEach(action -> action.accept(heir));
    }

    /**
     * Has this process copied while something is held that another thread might hold otherwise, and never release in the
     * copy: an interpreter's lock.
     *
     * @param wrapper takes what copies and gives what it gives, in the original and in the copy; null for nothing
     */
    public static void around(@Nullable ToIntFunction<IntSupplier> wrapper) {
        around = wrapper;
    }

    static int within(IntSupplier copy) {
        ToIntFunction<IntSupplier> wrapper = around;
        return wrapper == null ? copy.getAsInt() : wrapper.applyAsInt(copy);
    }

    /** First of all, other seeds, since what is said anew may draw; and who this process is. */
    static void runInChild() {
        Seeds.FOUND.renew();
        Seeds.HANDLE.renew();
        IN_CHILD.forEach(Runnable::run);
    }
}
