package parley.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that starts a worker's JVM. The launcher leaves prepared arguments (flags that this JDK takes, class
 * path, start-up cache) in files that system properties name; a program started otherwise gets plain ones.
 */
final class JvmCommand {
    private static final List<String> PLAIN = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private JvmCommand() {}

    /** For a worker whose body is in {@code language}. */
    static List<String> worker(String language) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String arguments =
                System.getProperty("parley.worker." + language + ".args", System.getProperty("parley.worker.args", ""));
        if (arguments.isEmpty()) {
            command.addAll(PLAIN);
            command.add("-cp");
            command.add(System.getProperty("java.class.path"));
        } else {
            command.add("@" + arguments);
        }
        command.add(Worker.class.getName());
        return command;
    }

    /** For one that waits, with {@code language} started. */
    static List<String> spare(String language) {
        List<String> command = worker(language);
        command.addAll(List.of(SpareJvms.SPARE, language));
        return command;
    }

    /** For a fork server whose copies run bodies in {@code language}. */
    static List<String> server(String language) {
        List<String> command = worker(language);
        command.removeLast();
        command.addAll(
                1,
                List.of("java.lang", "java.io", "sun.nio.fs").stream()
                        .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                        .toList());
        command.add(WorkerServer.class.getName());
        return command;
    }
}
