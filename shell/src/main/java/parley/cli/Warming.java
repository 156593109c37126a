package parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import parley.eval.Backend;
import parley.java.JavaBackend;
import parley.python.Garbage;
import parley.python.PythonBackend;

/** Starts the languages in a fork server, uses them until what programs need is loaded and compiled, and keeps them. */
final class Warming {
    private static final int TIMES = 20;

    /** What is called 400 times is compiled; each touch has eight workers in it, and a copy by fork. */
    private static final int TOUCHES = 140;

    /** What was compiled on an assumption that does not hold is made anew, and what calls that is called again. */
    private static final int ROUNDS = 6;

    private static final int TOUCHES_AGAIN = 10;

    /** What is called 200 times is compiled: how a copy comes to its job. */
    private static final int ARRIVALS = 500;

    /**
     * After a collection the JVM looks at each compiled method once more when it is next called, stops the processor's
     * pipeline for it, and writes to it. Every copy would do so for itself.
     */
    private static final int TOUCHES_LAST = 2;

    /** What programs do, in small. Nothing that is shared with other processes: the server is in no session. */
    private static final List<String> JAVA = List.of(
            "int n = 3",
            "int f(int x) { return x * n; }",
            "record Point(int x, int y) {}",
            "new Point(1, f(2))",
            "List<Integer> numbers = List.of(1, 2, 3)",
            "numbers.stream().map(x -> f(x)).toList()",
            "String.format(\"%d %s\", 1, numbers)",
            "for (var x : numbers) { n += x; }",
            "int f(int x) { return x + n; }",
            "undefined + 1",
            "throw new IllegalStateException(\"expected\")");

    /** Whole programs, run to their ends. */
    private static final Map<String, String> SCRIPTS = Map.of(
            ".py",
                    "import sys, os, time, json\ndef f(x):\n    return x + 1\nprint('hello', f(1), sys.argv, os.getcwd())\n",
            ".jsh", "int f(int x) { return x + 1; }\nSystem.out.println(\"hello \" + f(1));\n");

    /** The compilers are idle when they take less of a processor than this... */
    private static final double IDLE = 0.05;

    /** ...for that long... */
    private static final Duration MOMENT = Duration.ofMillis(500);

    /** ...which is waited for, but not longer than this. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Warming() {}

    /** Warms and keeps them all; gives Python, which must be told who it is in each copy. */
    static PythonBackend languages() throws IOException {
        PythonBackend.admitDebuggers(false);
        for (var script : SCRIPTS.entrySet()) {
            Languages.keepWarm(PythonBackend.startUncompiled());
            // in the server's own folder, always of the same name: one that is killed meanwhile leaves nothing to the
            // next
            Path folder = Path.of(System.getProperty("parley.helper", ""));
            runScript(folder.resolve("rehearsal" + script.getKey()), script.getValue());
        }
        PythonBackend python = PythonBackend.start();
        java();
        Connecting.rehearse();
        python.warm();
        for (int i = 0; i < ARRIVALS; i++) {
            python.arrive(Path.of("").toAbsolutePath().toString(), System.getenv());
            python.lend(() -> {});
        }
        Languages.keepWarm(python);
        JavaBackend java = used(new JavaBackend());
        Languages.keepWarm(java);
        touch(python, TOUCHES);
        awaitCompilers();
        for (int round = 0; round < ROUNDS; round++) {
            touch(python, TOUCHES_AGAIN);
            awaitCompilers();
        }
        System.gc(); // what a copy does not touch it shares: let it lie together, and old
        System.gc();
        touch(python, TOUCHES_LAST);
        JavaBackend _ = used(java);
        awaitCompilers(); // they write all over the memory, which is laid out next
        Garbage.settle(); // a whole collection would undo what was just done
        return python;
    }

    private static void touch(PythonBackend python, int times) {
        for (int i = 0; i < times; i++) {
            python.touches().forEach(Runnable::run);
        }
    }

    /** With languages of its own, which end with it. */
    static void runScript(Path script, String text) throws IOException {
        try {
            Files.writeString(script, text);
            int _ = Programs.runFile(script, null, List.of("argument"));
        } finally {
            Files.delete(script);
        }
    }

    private static void java() {
        try (Backend rehearsal = new JavaBackend()) {
            for (int i = 0; i < TIMES; i++) {
                for (String code : JAVA) {
                    var _ = rehearsal.completeness(code);
                    var _ = rehearsal.eval(code);
                }
                var _ = rehearsal.complete("Sys", 3);
                var _ = rehearsal.variables();
            }
        }
    }

    /** The one that is kept has run something too, that leaves no trace. */
    private static JavaBackend used(JavaBackend java) {
        var _ = java.completeness("1 + 1");
        var _ = java.eval("{ }");
        return java;
    }

    /** What a compiler has not finished, every copy would finish for itself. */
    private static void awaitCompilers() {
        Instant end = Instant.now().plus(PATIENCE);
        Duration before = cpu();
        while (Instant.now().isBefore(end)) {
            LockSupport.parkNanos(MOMENT.toNanos());
            Duration now = cpu();
            if (now.minus(before).toNanos() < IDLE * MOMENT.toNanos()) {
                return;
            }
            before = now;
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
