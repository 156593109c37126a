package parley.fork;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;
import parley.trace.Self;

/**
 * What the JDK's random generators start from: in a copy of this process all of that is fresh, or it would draw the
 * numbers that the original and all other copies draw. A generator that the program itself has made is copied as it
 * stands, as in Python.
 *
 * <pre>
 *   Math.random()                         one Random for all
 *   ThreadLocalRandom.current()           a seed for each thread, drawn from one counter
 *   new Random(), new SplittableRandom()  one counter each; RandomGenerator.getDefault() likewise
 *   SecureRandom, UUID.randomUUID()       for each kind, bytes read from the system within the last tenth of a second
 * </pre>
 *
 * Found once in the original, by {@code Unsafe}: all else that reaches these fields wants one more flag for each JVM. By
 * name, since the compiler complains of it. What another JDK calls otherwise stays as it is. One thread at a time.
 */
final class RandomSeeds {
    private static final long NOWHERE = -1;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final Memory memory;
    private final List<AtomicLong> counters = new ArrayList<>();
    private final @Nullable Random random;
    private final List<Object> secure = new ArrayList<>(); // each has a buffer of its own
    private final long buffered;
    private final long probe;
    private long last;

    private RandomSeeds(Memory memory) throws ReflectiveOperationException {
        this.memory = memory;
        for (Object counter : new @Nullable Object[] {
            memory.ofClass("java.util.concurrent.ThreadLocalRandom", "seeder"),
            memory.ofClass("java.util.Random", "seedUniquifier"),
            memory.ofClass("java.util.SplittableRandom", "defaultGen"),
            memory.ofClass("jdk.internal.random.L32X64MixRandom", "defaultGen")
        }) {
            if (counter instanceof AtomicLong found) {
                counters.add(found);
            }
        }
        random = memory.ofClass("java.lang.Math$RandomNumberGeneratorHolder", "randomNumberGenerator")
                        instanceof Random found
                ? found
                : null;
        // first the JDK looks at its provider: that would find this class half made if it was asked for on its own, and
        // have this process take another generator from then on, one that is copied as it stands
        var _ = new SecureRandom();
        for (String kind : List.of("NativePRNG", "NativePRNG$NonBlocking", "NativePRNG$Blocking")) {
            Object found = memory.ofClass("sun.security.provider." + kind, "INSTANCE");
            if (found != null) {
                secure.add(found);
            }
        }
        buffered = secure.isEmpty() ? NOWHERE : memory.offset(secure.getFirst().getClass(), "buffered");
        probe = memory.offset(Thread.class, "threadLocalRandomProbe");
    }

    /** In the original; goes through it once, so that a copy finds it linked. */
    static RandomSeeds find() {
        try {
            RandomSeeds seeds = new RandomSeeds(new Memory());
            seeds.renew();
            return seeds;
        } catch (ReflectiveOperationException e) {
            throw new BugFailure("the random generators' seeds cannot be reached", e);
        }
    }

    /** In a copy: starts them anew. */
    void renew() {
        last = System.nanoTime() ^ Self.pid() << 40;
        for (AtomicLong counter : counters) {
            counter.set(fresh());
        }
        if (random != null) {
            random.setSeed(fresh());
        }
        memory.clear(Thread.currentThread(), probe); // it takes another seed then
        for (Object generator : secure) {
            memory.clear(generator, buffered);
        }
    }

    /** One number after the other, well mixed, from where and when this is. */
    private long fresh() {
        last += GOLDEN;
        long mixed = (last ^ last >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** Fields that are not ours. */
    private static final class Memory {
        private final Object unsafe;
        private final Method base;
        private final Method ofStatic;
        private final Method of;
        private final Method get;
        private final Method put;

        Memory() throws ReflectiveOperationException {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            unsafe = instance.get(null);
            base = type.getMethod("staticFieldBase", Field.class);
            ofStatic = type.getMethod("staticFieldOffset", Field.class);
            of = type.getMethod("objectFieldOffset", Field.class);
            get = type.getMethod("getObject", Object.class, long.class);
            put = type.getMethod("putInt", Object.class, long.class, int.class);
        }

        /** What a class has in a static field; null where there is none of that name. */
        @Nullable
        Object ofClass(String type, String name) {
            try {
                Field field = Class.forName(type).getDeclaredField(name);
                return get.invoke(unsafe, base.invoke(unsafe, field), ofStatic.invoke(unsafe, field));
            } catch (ReflectiveOperationException e) {
                return null;
            }
        }

        /** Where an object has a field; {@link #NOWHERE} where there is none of that name. */
        long offset(Class<?> type, String name) throws ReflectiveOperationException {
            try {
                return (long) of.invoke(unsafe, type.getDeclaredField(name));
            } catch (NoSuchFieldException e) {
                return NOWHERE;
            }
        }

        /** Puts 0 into a field of ints. */
        void clear(Object owner, long offset) {
            try {
                if (offset != NOWHERE) {
                    put.invoke(unsafe, owner, offset, 0);
                }
            } catch (ReflectiveOperationException e) {
                throw new BugFailure("a random generator's seed cannot be changed", e);
            }
        }
    }
}
