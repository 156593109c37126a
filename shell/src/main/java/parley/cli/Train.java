package parley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import parley.eval.Backend;
import parley.eval.Outcome;
import parley.fork.Fork;
import parley.process.StartMethod;
import parley.python.PythonBackend;
import parley.repl.PseudoTerminal;

/**
 * Does what a role does, so that its AOT cache has what the role loads; see {@link Training}.
 */
final class Train {
    /** What a prompt or a script does, statement by statement. */
    private static final Map<String, List<String>> CODE = Map.of(
            Languages.JAVA,
            List.of(
                    "int n = 3",
                    "int f(int x) { return x * n; }",
                    "record Point(int x, int y) {}",
                    "new Point(1, f(2))",
                    "List<Integer> numbers = List.of(1, 2, 3)",
                    "numbers.stream().map(x -> f(x)).toList()",
                    "for (var x : numbers) { System.out.println(\"%d squared is %d\".formatted(x, x * x)); }",
                    "int f(int x) { return x + n; }",
                    "var q = new Queue<String>()",
                    "q.put(\"hello\"); q.get()",
                    "undefined + 1",
                    "throw new IllegalStateException(\"expected\")"),
            Languages.PYTHON,
            List.of(
                    "import os, sys, time, random, functools, json, re, threading, traceback",
                    "from multiprocessing import Process, Pool, Queue, Lock",
                    "def f(x):\n    return x * 3\n",
                    "class Point:\n    def __init__(self, x):\n        self.x = x\n",
                    "[f(Point(x).x) for x in range(10)]",
                    "print('%d %s' % (1, {'a': [1.5, None]}))",
                    "q = Queue(); q.put(['hello', 42, None]); q.get()",
                    "q.put([f, lambda a: Point(a), Point(1)]); q.get()[0](2)",
                    "undefined + 1",
                    "raise ValueError('expected')"));

    /**
     * Uses what processes share and connect by, so often that it is compiled: the cache remembers that, and in the first
     * second of a program it is compiled at once. Twice as many connections in that second, with a plain list of loads
     * none more.
     */
    private static final List<String> SHARING = List.of(
            "var lock = new Lock(); lock.acquire(); lock.release()",
            "var total = new Value('i', 0); try (var held = total.get_lock().hold()) { total.integer(0, 1); }",
            "var row = new Array('d', 3); row.set(0, 1.5); row.get(0)",
            "var pipe = new Pipe<Object>(); pipe.left().send(1); pipe.right().recv()",
            "var event = new Event(); event.set(); event.await()",
            "var semaphore = new Semaphore(1); semaphore.acquire(); semaphore.release()",
            """
            for (int round = 0; round < 4_000; round++) {
                try (var listener = new Listener(null, round % 2 == 0 ? Family.AF_UNIX : Family.AF_INET, 1, new byte[] {1})) {
                    var serving = Thread.startVirtualThread(() -> {
                        try (Connection<Object> connection = listener.accept()) {
                            connection.send(connection.recv());
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    });
                    var place = listener.address();
                    try (var client = place instanceof java.net.InetSocketAddress inet
                            ? new Client<Object>(inet.getHostString(), inet.getPort(), new byte[] {1})
                            : new Client<Object>(place.toString(), new byte[] {1})) {
                        client.send(Map.of("name", "probe", "where", List.of(1.5, 2)));
                        client.recv();
                    }
                    serving.join();
                }
            }
            """);

    /** What hands work to one other process, and lets it end in its own time: it may be the one that is recorded. */
    private static final List<String> SHIPPING = List.of(
            "var pool = new Pool(1)",
            "pool.map(x -> f(x), numbers)",
            "pool.apply_async(x -> new Point(f(x), 2), 1).get()",
            "pool.close()",
            "pool.join()");

    /** What is typed at the prompt, line by line. */
    private static final List<String> KEYS = List.of(
            "int n = 20 + 1", "int twice(int x) {\rreturn 2 * x; }", "Sys\t.out.println(twice(n))", "%ps", "%who");

    private static final String SCRIPT = """
            import sys, os, time
            def f(x):
                return x + 1
            if __name__ == '__main__':
                print('hello', f(1), sys.argv, os.getcwd())
            """;

    /** Its child is recorded, and does little: what most jobs do. */
    private static final String PARENT = """
            import multiprocessing
            def job(queue, lock):
                import os, random, functools, json, re, time, threading, traceback
                with lock:
                    queue.put([queue.get(), os.getpid()])
                try:
                    undefined
                except NameError:
                    traceback.format_exc()
                print('hello %d %s' % (1, {'a': [1.5, None]}))
            if __name__ == '__main__':
                queue = multiprocessing.Queue()
                queue.put('hello')
                child = multiprocessing.Process(target=job, args=(queue, multiprocessing.Lock()))
                child.start()
                child.join()
            """;

    private static final int TOUCHES = 3;

    private static final String LEAVE = "\u0004";

    /** How the line editor asks for pastes to be marked: then it reads keys. */
    private static final String EDITING = "\u001b[?2004h";

    private Train() {}

    /**
     * Trains.
     *
     * @param args the role, and the argument file of the front that is recorded
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        StartMethod.use(StartMethod.SPAWN); // what is recorded is a JVM that starts, and records until it ends
        System.setProperty("parley.spares", "no"); // one that only waits would record too
        switch (Role.valueOf(args[0])) {
            case FRONT -> type(Path.of(args[1]));
            case JAVA, WORKER -> use(List.of(Languages.JAVA));
            case WORKER_PYTHON -> Warming.runScript(Path.of(args[1] + ".py"), PARENT);
            case SESSION -> {
                use(List.of(Languages.JAVA, Languages.PYTHON));
                rehearse(Path.of(args[1] + ".py"));
                loadAll();
            }
            case SERVER -> throw new IllegalArgumentException("nothing to train: a fork server has no cache");
        }
        System.exit(0);
    }

    /** Sits at a prompt and types. What it keeps between starts goes beside the argument file. */
    private static void type(Path front) throws IOException, InterruptedException {
        try (var terminal = new PseudoTerminal()) {
            var builder = new ProcessBuilder(Program.running().java().toString(), "@" + front, Main.class.getName())
                    .redirectInput(terminal.device().toFile())
                    .redirectOutput(terminal.device().toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("TERM", "xterm-256color");
            builder.environment()
                    .put("XDG_STATE_HOME", front.resolveSibling("state").toString());
            Process process = builder.start();
            terminal.await(EDITING);
            for (String line : KEYS) {
                terminal.type(line + "\r");
                terminal.await(EDITING);
            }
            terminal.type(LEAVE);
            terminal.ignoreTheRest();
            process.waitFor();
        }
    }

    private static void use(List<String> names) {
        try (var languages = new Languages()) {
            for (String name : names) {
                Backend backend = languages.get(name);
                for (String code : CODE.getOrDefault(name, List.of())) {
                    use(backend, code);
                }
                if (name.equals(Languages.JAVA)) {
                    SHARING.forEach(code -> succeed(backend, code));
                    SHIPPING.forEach(code -> use(backend, code));
                }
                System.out.println(backend.complete("Sys", 3));
                System.out.println(backend.inspect("f(", 2));
                System.out.println(backend.variables());
                System.out.println(backend.shared());
            }
        }
    }

    /** Runs a script, and does here what children of Python's do: what they load and link is not recorded there. */
    private static void rehearse(Path script) throws IOException {
        Warming.runScript(script, SCRIPT);
        PythonBackend.admitDebuggers(false);
        if (Fork.isBuilt()) {
            try (PythonBackend python = PythonBackend.start()) {
                for (int i = 0; i < TOUCHES; i++) {
                    python.touches().forEach(Runnable::run);
                }
            }
        }
    }

    private static Outcome use(Backend backend, String code) {
        System.out.println(backend.completeness(code));
        Outcome outcome = backend.eval(code);
        System.out.println(outcome);
        return outcome;
    }

    /** Else there is no cache, which is told: one that trains something else than it says would only be slow. */
    private static void succeed(Backend backend, String code) {
        if (use(backend, code) instanceof Outcome.Failed failed) {
            throw new IllegalStateException("training: code=" + code + ", " + failed);
        }
    }

    /** Loads every class of ours: a worker uses some that its parent does not. */
    private static void loadAll() throws IOException {
        for (String jar : Program.running().classPath()) {
            if (Path.of(jar).getFileName().toString().startsWith("parley-")) {
                try (var file = new JarFile(jar)) {
                    file.stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.startsWith("parley/") && name.endsWith(".class"))
                            .filter(name -> !name.endsWith("-info.class"))
                            .forEach(name ->
                                    load(name.substring(0, name.length() - 6).replace('/', '.')));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, Train.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            System.out.println("not loaded: " + name + ": " + e);
        }
    }
}
