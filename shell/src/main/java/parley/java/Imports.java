package parley.java;

import java.util.List;
import java.util.regex.Pattern;
import parley.ship.Task;

/** What every session and script has imported: JShell's own list, and Parley's names, which hide the JDK's. */
final class Imports {
    private static final List<String> PACKAGES = List.of(
            "java.io",
            "java.math",
            "java.net",
            "java.nio.file",
            "java.util",
            "java.util.concurrent",
            "java.util.function",
            "java.util.stream");
    private static final List<String> TYPES = List.of(
            "parley.process.Process",
            "parley.pool.Pool",
            "parley.pool.ProcessPoolExecutor",
            "parley.pool.BrokenProcessPool",
            "parley.channel.Queue",
            "parley.channel.JoinableQueue",
            "parley.channel.Pipe",
            "parley.channel.Connection",
            "parley.channel.Empty",
            "parley.channel.Full",
            "parley.channel.Listener",
            "parley.channel.Client",
            "parley.channel.Family",
            "java.lang.foreign.ValueLayout",
            "parley.memory.SharedMemory",
            "parley.sync.Guard",
            "parley.sync.Lock",
            "parley.sync.RLock",
            "parley.sync.Semaphore",
            "parley.sync.BoundedSemaphore",
            "parley.sync.Condition",
            "parley.sync.Event",
            "parley.sync.Barrier",
            "parley.sync.BrokenBarrier",
            "parley.sync.Value",
            "parley.sync.Array",
            "parley.manager.BaseManager",
            "parley.manager.SyncManager",
            "parley.manager.Manager",
            "parley.manager.BaseProxy",
            "parley.manager.DictProxy",
            "parley.manager.ListProxy",
            "parley.manager.NamespaceProxy",
            "parley.manager.AcquirerProxy",
            "parley.manager.ConditionProxy",
            "parley.manager.EventProxy",
            "parley.manager.BarrierProxy",
            "parley.manager.ValueProxy",
            "parley.manager.ArrayProxy",
            "parley.manager.QueueProxy",
            "parley.ship.Fn",
            "parley.ship.Fn2",
            "parley.ship.Fn3",
            "parley.ship.Task",
            "parley.wire.Tuple");
    private static final String FRONT_DOOR = "parley.Parley";

    /** A class name that needs no package in front. */
    private static final Pattern IMPORTED =
            Pattern.compile("\\b(?:(?:java\\.lang|" + quoted(PACKAGES) + ")\\.(?=[A-Z])|(?:"
                    + quoted(TYPES.stream()
                            .map(name -> name.substring(0, name.lastIndexOf('.')))
                            .distinct()
                            .toList())
                    + ")\\.(?=(?:"
                    + String.join(
                            "|",
                            TYPES.stream()
                                    .map(name -> name.substring(name.lastIndexOf('.') + 1))
                                    .toList())
                    + ")\\b))");

    private Imports() {}

    private static String quoted(List<String> names) {
        return String.join("|", names.stream().map(Pattern::quote).toList());
    }

    /** A text of the compiler without the packages that are imported. */
    static String shorten(String text) {
        return IMPORTED.matcher(text).replaceAll("");
    }

    /**
     * As one text, which JShell takes for one snippet: eighteen would cost it a hundred milliseconds more. It knows
     * the snippet by its first import, and an equal one typed by the user would replace all of them; so the first one
     * imports nothing, and nobody types it.
     */
    static String declarations() {
        StringBuilder text = new StringBuilder("import static " + Task.class.getName() + ".*;");
        PACKAGES.forEach(name -> text.append("import ").append(name).append(".*;"));
        TYPES.stream()
                .filter(Imports::exists)
                .forEach(name -> text.append("import ").append(name).append(';'));
        if (exists(FRONT_DOOR)) {
            text.append("import static ").append(FRONT_DOOR).append(".*;");
        }
        return text.toString();
    }

    private static boolean exists(String type) {
        return Imports.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null;
    }
}
