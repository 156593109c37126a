package parley.wire;

import java.util.ServiceLoader;

/** Makes objects of the runtime again from their address; one for each {@link Portable#kind}. */
public interface PortableKind {
    /**
     * Which kind.
     *
     * @return as {@link Portable#kind}
     */
    String kind();

    /**
     * Makes the object usable in this process.
     *
     * @param address where it is in shared memory
     * @return the object
     */
    Portable attach(long address);

    /**
     * Makes an object of any kind usable in this process.
     *
     * @param kind what it is
     * @param address where it is in shared memory
     * @return the object
     */
    static Portable attach(String kind, long address) {
        for (PortableKind known : Known.KINDS) {
            if (known.kind().equals(kind)) {
                return known.attach(address);
            }
        }
        throw new IllegalArgumentException("no object of the runtime has this kind: kind=" + kind);
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
