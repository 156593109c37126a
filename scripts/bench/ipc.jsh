// How fast locks, values, pipes, queues and pools are between Java processes, beside CPython's between its own.
//
//     ./parley --no-resident run scripts/bench/ipc.jsh
//
// Work per second, in the first second and warm (the best round of all), and Parley's divided by CPython's. The
// other side's figures come from ipc.py. Without the fork server, since its copies have the faster of the JVM's two
// compilers only, which makes slower code.

int SECONDS = 6;

interface Work { void run(int n) throws Exception; }

double[] measure(int n, Work work) throws Exception {
    double first = 0, best = 0, done = 0;
    long start = System.nanoTime();
    for (long now = start; now - start < SECONDS * 1e9; ) {
        long begin = now;
        work.run(n);
        now = System.nanoTime();
        done += n;
        best = Math.max(best, n * 1e9 / (now - begin));
        if (first == 0 && now - start >= 1e9) first = done * 1e9 / (now - start);
    }
    return new double[] {first, best};
}

void add(Value total, int n) {
    for (int i = 0; i < n; i++) {
        Guard lock = total.get_lock();
        lock.acquire();
        total.integer(0, total.integer(0) + 1);
        lock.release();
    }
}

void echo(Connection<Integer> connection) throws Exception {
    for (Integer item = connection.recv(); item != null; item = connection.recv()) connection.send(item);
}

<T> void produce(Queue<T> items, Queue<Integer> go, T what, int n) {
    while (go.get() > 0) {
        for (int i = 0; i < n; i++) items.put(what);
    }
}

<T> double[] queueOf(T what, int n) throws Exception {
    var items = new Queue<T>();
    var go = new Queue<Integer>();
    var partner = new Process(() -> produce(items, go, what, n));
    partner.start();
    var found = measure(n, count -> {
        go.put(1);
        for (int i = 0; i < count; i++) items.get();
    });
    go.put(0);
    partner.join();
    return found;
}

var found = new LinkedHashMap<String, double[]>();
var lock = new Lock();
found.put("lock + unlock", measure(500_000, n -> { for (int i = 0; i < n; i++) { lock.acquire(); lock.release(); } }));

var total = new Value('i', 0);
var go = new Queue<Integer>();
var done = new Queue<Integer>();
var helper = new Process(() -> { for (int n = go.get(); n > 0; n = go.get()) { add(total, n); done.put(n); } });
helper.start();
found.put("value += 1 under its lock, two processes", measure(1_000_000, n -> { go.put(n / 2); add(total, n / 2); done.get(); }));
go.put(0);
helper.join();

var pipe = new Pipe<Integer>();
var partner = new Process(() -> echo(pipe.right()));
partner.start();
found.put("pipe, there and back", measure(20_000, n -> { for (int i = 0; i < n; i++) { pipe.left().send(i); pipe.left().recv(); } }));
pipe.left().send(null);
partner.join();

found.put("queue of ints", queueOf(7, 100_000));
found.put("queue of 100 kB", queueOf(new byte[100_000], 2_000));

try (var workers = new Pool(2)) {
    found.put("Pool(2).map of 100,000, default chunks", measure(100_000, n -> workers.map(x -> x, range(n))));
    found.put("Pool(2).map of 100,000, chunksize 1", measure(100_000, n -> workers.map(x -> x, range(n), 1)));
}

var python = new ProcessBuilder("python3", "scripts/bench/ipc.py", "--here").redirectError(ProcessBuilder.Redirect.INHERIT).start();
String theirs = new String(python.getInputStream().readAllBytes());

IO.println(String.format("%-42s %23s %23s %17s", "per second: first | warm", "Parley, Java", "CPython", "ratio"));
for (var row : found.entrySet()) {
    var numbers = java.util.regex.Pattern.compile("\"" + java.util.regex.Pattern.quote(row.getKey()) + "\": \\[([\\d.e+]+), ([\\d.e+]+)\\]").matcher(theirs);
    boolean there = numbers.find();
    double first = there ? Double.parseDouble(numbers.group(1)) : Double.NaN, warm = there ? Double.parseDouble(numbers.group(2)) : Double.NaN;
    double[] ours = row.getValue();
    IO.println(String.format("%-42s %11.0f |%10.0f %11.0f |%10.0f %8.2f |%7.2f", row.getKey(), ours[0], ours[1], first, warm, ours[0] / first, ours[1] / warm));
}
