package parley.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM of ours is for, and therefore how it is started. Each has an argument file of its name, which the
 * launcher script and the runtime hand to {@code java}.
 *
 * <p>All have the same class path: an AOT cache is refused under another one.
 */
enum Role {
    /** Owns the terminal; runs no user code. Its file is the one whose presence says that all are there. */
    FRONT("front", Training.JAVA),
    /** The user's main program, where it is known to need Java only. */
    JAVA("java", Training.JAVA),
    /** The user's main program, in either language. */
    SESSION("session", Training.ALL),
    /** Runs Java functions. */
    WORKER("worker", Training.JAVA),
    /** Runs Python functions. */
    WORKER_PYTHON("worker-python", Training.ALL);

    private static final List<List<String>> COMMON = List.of(
            // one collector thread: starts faster, and there are more processes than processors
            List.of("-XX:+UseSerialGC"),
            // its file in the shared-memory file system would outlive a killed process
            List.of("-XX:-UsePerfData"),
            // map the AOT cache where it wants to lie: its pages stay shared between processes
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"),
            // a JVM's own warnings would stand in the output of the user's program
            List.of("-Xlog:disable", "-Xlog:all=off"),
            List.of("--enable-native-access=ALL-UNNAMED"),
            List.of("--sun-misc-unsafe-memory-access=allow"));

    private final String name;
    private final Training training;

    Role(String name, Training training) {
        this.name = name;
        this.training = training;
    }

    Training training() {
        return training;
    }

    Path file(Path folder) {
        return folder.resolve(name + ".args");
    }

    /** The flags it should have, in groups: each group is taken whole or not at all. */
    List<List<String>> flags() {
        var flags = new ArrayList<>(COMMON);
        flags.addAll(
                switch (this) {
                    // little code, run once: compile it fast, and leave the processors to the session
                    case FRONT -> List.of(List.of("-XX:TieredStopAtLevel=1"), List.of("-Xms16m"));
                    // the Java back end redefines classes through an agent in its own process
                    case JAVA, SESSION ->
                        List.of(
                                List.of("-XX:+EnableDynamicAgentLoading"),
                                List.of("-Djdk.attach.allowAttachSelf=true"),
                                List.of("-Xms64m"));
                    // there are many: small to begin with, free to grow
                    case WORKER, WORKER_PYTHON -> List.of(List.of("-Xms24m"), List.of("-XX:NewSize=12m"));
                });
        return flags;
    }

    /** The system properties that the program reads: how to start the other roles, and where GraalPy unpacks itself. */
    static List<String> properties(Path folder, Path resources) {
        return List.of(
                "-Dparley.session.args=" + SESSION.file(folder),
                "-Dparley.worker.args=" + WORKER.file(folder),
                "-Dparley.worker.python.args=" + WORKER_PYTHON.file(folder),
                "-Dpolyglot.engine.userResourceCache=" + resources);
    }
}
