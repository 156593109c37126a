package parley.manager;

/**
 * A manager that has started, as what Python's {@code Manager()} gives.
 *
 * <pre>
 *   try (var manager = new Manager()) {
 *       Map&lt;String, Integer&gt; counts = manager.dict();
 *       var child = new Process(() -&gt; counts.merge("tea", 1, Integer::sum));
 *       child.start(); child.join();
 *       System.out.println(counts);
 *   }
 * </pre>
 *
 * Leaving the {@code try} ends it, and all that it keeps. Any thread.
 */
public final class Manager extends SyncManager {
    /** Starts it. */
    public Manager() {
        start();
    }

    @Override
    String name() {
        return "SyncManager";
    }
}
