package parley.memory;

/** Stands in for the runtime's: steps of the schedule are in one order for all, so there is nothing to do. */
public final class Membarrier {
    private Membarrier() {}

    public static boolean isRegistered() {
        return true;
    }

    public static void light() {}

    public static void heavy() {}
}
