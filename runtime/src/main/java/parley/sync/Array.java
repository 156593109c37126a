package parley.sync;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.memory.ObjectKind;

/**
 * Numbers in a row that processes share, as Python's {@code multiprocessing.Array}. Any thread of any process of the
 * session.
 */
public final class Array extends Numbers {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 20;

    /**
     * Makes zeros, with an {@link RLock} of their own.
     *
     * @param typecode Python's: {@code i} int, {@code l} long, {@code d} double, ...
     * @param size how many
     */
    public Array(char typecode, int size) {
        this(typecode, size, new RLock());
    }

    /**
     * Makes zeros.
     *
     * @param typecode Python's: {@code i} int, {@code l} long, {@code d} double, ...
     * @param size how many
     * @param lock what guards them; null for nothing
     */
    public Array(char typecode, int size, @Nullable Guard lock) {
        super(ObjectKind.ARRAY, typecode, size, lock);
    }

    /**
     * Makes an array with an {@link RLock} of its own.
     *
     * @param typecode Python's: {@code i} int, {@code l} long, {@code d} double, ...
     * @param numbers what they are at first
     */
    public Array(char typecode, List<? extends Number> numbers) {
        this(typecode, numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            set(i, numbers.get(i));
        }
    }

    private Array(long address) {
        super(ObjectKind.ARRAY, address);
    }

    /**
     * The same array, made by another process.
     *
     * @param address from {@link #address()}
     * @return usable here
     */
    public static Array attach(long address) {
        return new Array(address);
    }

    /**
     * One of them.
     *
     * @param index from 0
     * @return a {@code Long}, or a {@code Double} for {@code f} and {@code d}
     * @throws IndexOutOfBoundsException where there is none
     */
    public Number get(int index) {
        return number(index);
    }

    /**
     * Changes one of them.
     *
     * @param index from 0
     * @param value its lowest bits, as C does
     * @throws IndexOutOfBoundsException where there is none
     */
    public void set(int index, Number value) {
        number(index, value);
    }

    /**
     * All of them.
     *
     * @return a copy
     */
    public List<Number> toList() {
        List<Number> all = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            all.add(get(i));
        }
        return all;
    }

    @Override
    public String toString() {
        return "<Array(name=" + name() + ", typecode=" + typecode() + ", size=" + size() + ", "
                + (size() <= SHOWN ? toList() : toList().subList(0, SHOWN) + "...") + ")>";
    }
}
