package parley.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a JVM of ours is for, and therefore how it is started. Each has an argument file of its name and an AOT cache:
 * one with no more in it than is used boots fastest.
 *
 * <p>All have the same class path: a cache is refused under another one.
 */
enum Role {
    /** Owns the terminal; runs no user code. Its argument file is written last and stands for all. */
    FRONT,
    /** The user's main program, where it is known to need Java only. */
    JAVA,
    /** The user's main program, in either language. */
    SESSION,
    /** Runs Java functions. */
    WORKER,
    /** Runs Python functions. */
    WORKER_PYTHON,
    /** Stays, and forks sessions and workers: compiles Python, for which no AOT cache can be used. */
    SERVER;

    private static final List<List<String>> COMMON = List.of(
            // one collector thread: starts faster, and there are more processes than processors
            List.of("-XX:+UseSerialGC"),
            // the JVM looks through the whole stack for methods that may use the reserve, and forgets what that takes:
            // a
            // program that calls itself without an end took minutes and 10 GB
            List.of("-XX:StackReservedPages=0"),
            // its file in the shared-memory file system would outlive a killed process
            List.of("-XX:-UsePerfData"),
            // map the AOT cache where it wants to lie: its pages stay shared between processes
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"),
            // a JVM's own warnings would stand in the output of the user's program
            List.of("-Xlog:disable", "-Xlog:all=off"),
            List.of("--enable-native-access=ALL-UNNAMED"),
            List.of("--sun-misc-unsafe-memory-access=allow"),
            // as Python does, also where the locale says nothing
            List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));

    /** The Java back end redefines classes through an agent in its own process. */
    private static final List<String> AGENT =
            List.of("-XX:+EnableDynamicAgentLoading", "-Djdk.attach.allowAttachSelf=true");

    /**
     * Python code in a thread calls itself a thousand times deep, not 150 times; taken as it is used. Below the system's own
     * limit for a process's first thread: with twice as much, a thread of a copy that used all of it ended the copy.
     */
    private static final List<String> THREADS = List.of("-Xss7m");

    /**
     * The start of Python alone makes 150 MB of garbage, and each collection meanwhile copies what is to stay: as much
     * young memory as that.
     */
    private static final List<String> YOUNG = List.of("-Xms200m", "-XX:NewSize=160m", "-XX:SurvivorRatio=30");

    /**
     * What a thread has allocated in advance is lost when it ends, and there is one for each child: by itself the VM would
     * give each a megabyte or two, and what is used of young memory is in the tables of every copy.
     */
    private static final List<String> SMALL_BUFFERS = List.of("-XX:TLABSize=128k", "-XX:-ResizeTLAB");

    /**
     * Code of {@link #level} 2 is compiled again, with a profile and then by the second compiler, when it was called
     * 260,000 times, not 2,000: a start ends before, and is nearly as fast as with level 1.
     */
    private static final List<String> PATIENCE =
            List.of("-XX:Tier2InvokeNotifyFreqLog=18", "-XX:Tier2BackedgeNotifyFreqLog=18");

    /** A copy maps what its original has: with large pages that takes a third less time, and its end too. */
    private static final List<String> LARGE_PAGES = List.of("-XX:+UseTransparentHugePages");

    /** The argument file, as {@code java} reads it. */
    Path arguments(Path folder) {
        return folder.resolve(fileName() + ".args");
    }

    /**
     * The highest level at which the code is compiled that its AOT cache remembers. A method recorded at level 1 is never
     * compiled by the second compiler: Python, whose interpreter is such code, would compute for ever two to three times
     * as slowly. One recorded by the second compiler is compiled by it sooner: Python's first seconds are a quarter faster.
     * Not in a session: it forks, and a fork waits for the compilers. Users' functions in Java are in no cache.
     */
    int level() {
        return switch (this) {
            case FRONT, JAVA, WORKER, SERVER -> 1;
            case SESSION -> 2;
            case WORKER_PYTHON -> 4;
        };
    }

    /** Those for which AOT caches are made. */
    static List<Role> cached() {
        return Arrays.stream(values()).filter(Role::isCached).toList();
    }

    /** Whether an AOT cache is made for it. */
    boolean isCached() {
        return this != SERVER;
    }

    Path cache(Path folder) {
        return folder.resolve(fileName() + ".aot");
    }

    /** What was said when the cache was made: the place to look when there is none. */
    Path log(Path folder) {
        return folder.resolve(fileName() + ".log");
    }

    /** The option that tells a program the argument file of this role. */
    String property(Path arguments) {
        return "-Dparley." + fileName().replace('-', '.') + ".args=" + arguments;
    }

    private String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The flags it should have, in groups: each group is taken whole or not at all. */
    List<List<String>> flags() {
        var flags = new ArrayList<>(COMMON);
        flags.addAll(
                switch (this) {
                    // little code, run once: compile it fast, and leave the processors to the session
                    case FRONT -> List.of(List.of("-XX:TieredStopAtLevel=1"), List.of("-Xms16m"));
                    case JAVA -> List.of(AGENT, List.of("-Xms64m"), THREADS);
                    case SESSION -> List.of(AGENT, YOUNG, SMALL_BUFFERS, PATIENCE, THREADS, LARGE_PAGES);
                    // there are many: small to begin with, free to grow
                    case WORKER -> List.of(List.of("-Xms24m"), List.of("-XX:NewSize=12m"));
                    case WORKER_PYTHON -> List.of(YOUNG, SMALL_BUFFERS, PATIENCE, THREADS);
                    case SERVER -> serverFlags();
                });
        return flags;
    }

    private static List<List<String>> serverFlags() {
        return List.of(
                AGENT,
                THREADS,
                SMALL_BUFFERS,
                // what a copy touches first it has to copy: so little young memory
                List.of("-Xms64m", "-Xmn32m"),
                // and what it does not touch it still has to map: so few pages, and large ones
                List.of("-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10", "-XX:-ShrinkHeapInSteps"),
                LARGE_PAGES,
                // the collections before the first copy would throw away what was compiled and ran a while ago
                List.of("-XX:-MethodFlushing"),
                // the JDK remembers folder and environment: a copy has those of its client
                List.of(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.fs=ALL-UNNAMED"));
    }

    /** Python's compiler, where the program has it: it is itself compiled by the fast one of the JVM's two. */
    static List<List<String>> compilerFlags(Path compiler) {
        return Files.isDirectory(compiler)
                ? List.of(List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:+EnableJVMCI",
                        "--upgrade-module-path=" + compiler,
                        // a thread that is there rests in a copy; a new one would compile at once
                        "-Dpolyglot.engine.AllowExperimentalOptions=true",
                        "-Dpolyglot.engine.CompilerIdleDelay=0",
                        // a loop that runs comes first (parley.builtin.CompileOrder)
                        "-Dpolyglot.engine.TraversingQueueOSRBonus=1000000",
                        // what the compiler has read of the interpreter, every copy has too, however long it waited
                        "-Dpolyglot.compiler.EncodedGraphCache=true",
                        "-Dpolyglot.engine.EncodedGraphCachePurgeDelay=2000000000",
                        // a copy calls with other objects than its original did: it would drop what is compiled for
                        // them
                        "-Dpolyglot.engine.ArgumentTypeSpeculation=false",
                        "-Dpolyglot.engine.ReturnTypeSpeculation=false",
                        // compiled when it ran often, not when the compiler is idle: a copy that waits shall compile
                        // nothing
                        "-Dpolyglot.engine.DynamicCompilationThresholds=false",
                        // what grows beyond it (the rest stays below a tenth of that) takes minutes and gigabytes
                        "-Dpolyglot.compiler.MaximumGraalGraphSize=40000"))
                : List.of();
    }

    /** The system properties that the program reads: how to start the other roles. */
    static List<String> properties(Path folder) {
        return List.of(
                "-Dparley.helper=" + folder,
                SESSION.property(SESSION.arguments(folder)),
                WORKER.property(WORKER.arguments(folder)),
                WORKER_PYTHON.property(WORKER_PYTHON.arguments(folder)));
    }
}
