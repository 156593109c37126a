package parley.sync;

import org.jspecify.annotations.Nullable;
import parley.memory.ObjectKind;

/**
 * A number that processes share, as Python's {@code multiprocessing.Value}.
 *
 * <pre>
 *   var total = new Value('i', 0);
 *   try (var held = total.get_lock().hold()) { total.set(total.get().intValue() + 1); }
 * </pre>
 *
 * Any thread of any process of the session.
 */
public final class Value extends Numbers {
    private static final long serialVersionUID = 1;

    /**
     * Makes one that is 0, with an {@link RLock} of its own.
     *
     * @param typecode Python's: {@code i} int, {@code l} long, {@code d} double, ...
     */
    public Value(char typecode) {
        this(typecode, 0);
    }

    /**
     * Makes one with an {@link RLock} of its own.
     *
     * @param typecode Python's: {@code i} int, {@code l} long, {@code d} double, ...
     * @param value what it is at first
     */
    public Value(char typecode, Number value) {
        this(typecode, value, new RLock());
    }

    /**
     * Makes one.
     *
     * @param typecode Python's: {@code i} int, {@code l} long, {@code d} double, ...
     * @param value what it is at first
     * @param lock what guards it; null for nothing
     */
    public Value(char typecode, Number value, @Nullable Guard lock) {
        super(ObjectKind.VALUE, typecode, 1, lock);
        number(0, value);
    }

    private Value(long address) {
        super(ObjectKind.VALUE, address);
    }

    /**
     * The same value, made by another process.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static Value attach(long address) {
        return new Value(address);
    }

    /**
     * What it is.
     *
     * @return a {@code Long}, or a {@code Double} for {@code f} and {@code d}
     */
    public Number get() {
        return number(0);
    }

    /**
     * Changes it.
     *
     * @param value its lowest bits, as C does
     */
    public void set(Number value) {
        number(0, value);
    }

    @Override
    public String toString() {
        return "<Value(name=" + name() + ", typecode=" + typecode() + ", value=" + get() + ")>";
    }
}
