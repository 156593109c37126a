package parley.java;

import java.util.ArrayList;
import java.util.List;

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
            "parley.channel.Queue",
            "parley.sync.Lock",
            "parley.ship.Fn",
            "parley.ship.Fn2",
            "parley.ship.Fn3",
            "parley.ship.Task",
            "parley.wire.Tuple");
    private static final String FRONT_DOOR = "parley.Parley";

    private Imports() {}

    /** As import declarations. */
    static List<String> declarations() {
        List<String> declarations = new ArrayList<>();
        PACKAGES.forEach(name -> declarations.add("import " + name + ".*;"));
        TYPES.stream().filter(Imports::exists).forEach(name -> declarations.add("import " + name + ";"));
        if (exists(FRONT_DOOR)) {
            declarations.add("import static " + FRONT_DOOR + ".*;");
        }
        return declarations;
    }

    private static boolean exists(String type) {
        return Imports.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null;
    }
}
