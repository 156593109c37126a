package parley.pickle;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.wire.FrozenSet;
import parley.wire.Tuple;

/**
 * How much memory and work one pickle may ask for: a few bytes can name a large object a thousand times, and a key that
 * holds itself many times over takes for ever to hash. One pickle's own.
 */
final class Allowance {
    /** About what a small object takes, with what its holder needs for it. */
    static final int OBJECT = 80;

    private static final long MEMORY = Runtime.getRuntime().maxMemory() / 2;
    private static final int WORK_PER_BYTE = 64;
    private static final int WORK_AT_LEAST = 1 << 20;

    private final long allowed;
    private long memory;
    private long work;

    Allowance(int bytes) {
        this(bytes, MEMORY);
    }

    Allowance(int bytes, long allowed) {
        this.allowed = allowed;
        memory = allowed - bytes;
        work = (long) bytes * WORK_PER_BYTE + WORK_AT_LEAST;
    }

    /** Before some bytes of memory are taken. */
    void take(long bytes) {
        memory -= bytes;
        if (memory < 0) {
            throw new IllegalArgumentException(
                    "pickle asks for more than half of this process's memory: allowed=" + allowed + " bytes");
        }
    }

    /** Before a value becomes a key, or part of a set: hashing and comparing it must end soon. */
    void checkKey(@Nullable Object key) {
        weigh(key, 0);
    }

    private void weigh(@Nullable Object key, int depth) {
        spend(1);
        if (depth > Depth.DEEPEST) {
            throw Depth.tooDeep();
        }
        switch (key) {
            case BigInteger number -> spend(number.bitLength() / Long.SIZE);
            case Tuple(var values) -> values.forEach(each -> weigh(each, depth + 1));
            case FrozenSet(var values) -> values.forEach(each -> weigh(each, depth + 1));
            case Collection<?> list -> throw changing(list);
            case Map<?, ?> dict -> throw changing(dict);
            case ByteArray bytes -> throw changing(bytes);
            case NumberArray numbers -> throw changing(numbers);
            case null, default -> {
                // hashed at once, or by identity
            }
        }
    }

    private static IllegalArgumentException changing(Object key) {
        return new IllegalArgumentException(
                "not a pickle: a key that can change: key=" + key.getClass().getSimpleName());
    }

    /** Before something is done that takes so many steps, now or later. */
    void spend(int steps) {
        work -= steps;
        if (work < 0) {
            throw new IllegalArgumentException("pickle has keys or arguments that take too long to go through");
        }
    }
}
