package parley.wire;

import java.util.ServiceLoader;
import java.util.Set;

/** Makes objects of the runtime again from their address; one for each package that has some. */
public interface PortableKind {
    /**
     * Which kinds.
     *
     * @return as {@link Portable#kind}
     */
    Set<String> kinds();

    /**
     * Makes an object usable in this process.
     *
     * @param kind one of {@link #kinds()}
     * @param address where it is in shared memory
     * @return the object
     */
    Portable attach(String kind, long address);

    /**
     * Makes an object of any kind usable in this process.
     *
     * @param kind what it is
     * @param address where it is in shared memory
     * @return the object
     */
    static Portable of(String kind, long address) {
        for (PortableKind known : Known.KINDS) {
            if (known.kinds().contains(kind)) {
                return known.attach(kind, address);
            }
        }
        throw new IllegalArgumentException("no object of the runtime has this kind: kind=" + kind);
    }

    /**
     * Whether Java has objects of a kind.
     *
     * @param kind what it is
     * @return whether {@link #of} makes one
     */
    static boolean isKnown(String kind) {
        return Known.KINDS.stream().anyMatch(known -> known.kinds().contains(kind));
    }

    /** The kinds on the class path, looked up once. */
    final class Known {
        private static final java.util.List<PortableKind> KINDS =
                ServiceLoader.load(PortableKind.class, PortableKind.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();

        private Known() {}
    }
}
