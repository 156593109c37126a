// What a manager's objects cost one local client, in Java, beside CPython's.
//
//     ./parley run scripts/bench/manager.jsh
//
// Calls per second, in the first second and warm (the best round of all), and Parley's divided by CPython's. The
// other side is measured here too.

int SECONDS = 5;
int CALLS = 2_000;

interface Work { void run(int i) throws Exception; }

double[] measure(int n, Work work) throws Exception {
    double first = 0, best = 0, done = 0;
    long start = System.nanoTime();
    for (long now = start; now - start < SECONDS * 1e9; ) {
        long begin = now;
        for (int i = 0; i < n; i++) work.run(i);
        now = System.nanoTime();
        done += n;
        best = Math.max(best, n * 1e9 / (now - begin));
        if (first == 0 && now - start >= 1e9) first = done * 1e9 / (now - start);
    }
    return new double[] {first, best};
}

var found = new LinkedHashMap<String, double[]>();
var manager = new Manager();
DictProxy<Integer, Integer> numbers = manager.dict();
ListProxy<Integer> items = manager.list(List.of(1));
ValueProxy<Integer> value = manager.Value('i', 0);
var lock = manager.Lock();
found.put("dict: d[i] = i", measure(CALLS, i -> numbers.set(i % 4000, i)));
found.put("dict: d.get(i)", measure(CALLS, i -> numbers.get(i % 4000)));
found.put("list: l[0]", measure(CALLS, i -> items.get(0)));
found.put("value: v.get()", measure(CALLS, i -> value.get()));
found.put("lock: acquire, release", measure(CALLS / 2, i -> { lock.acquire(); lock.release(); }));
manager.close();

// CPython's own manager and client.
String PYTHON = """
        import json, sys; sys.path.append("scripts/bench")
        from multiprocessing import Manager

        import beside

        def measure(work):
            def several(n):
                for i in range(n):
                    work(i)
            return beside.first_and_warm(several, 2000, 5)

        with Manager() as manager:
            numbers, items, value, lock = manager.dict(), manager.list([1]), manager.Value("i", 0), manager.Lock()
            print(json.dumps({
                "dict: d[i] = i": measure(lambda i: numbers.__setitem__(i, i)),
                "dict: d.get(i)": measure(lambda i: numbers.get(i)),
                "list: l[0]": measure(lambda i: items[0]),
                "value: v.get()": measure(lambda i: value.get()),
                "lock: acquire, release": measure(lambda i: (lock.acquire(), lock.release()))}))
        """;
var python = new ProcessBuilder("python3", "-c", PYTHON).redirectError(ProcessBuilder.Redirect.INHERIT).start();
String theirs = new String(python.getInputStream().readAllBytes());

IO.println(String.format("%-26s %23s %23s %17s", "per second: first | warm", "Parley, Java", "CPython", "ratio"));
for (var row : found.entrySet()) {
    var numbers = java.util.regex.Pattern.compile("\"" + java.util.regex.Pattern.quote(row.getKey()) + "\": \\[([\\d.e+]+), ([\\d.e+]+)\\]").matcher(theirs);
    boolean there = numbers.find();
    double first = there ? Double.parseDouble(numbers.group(1)) : Double.NaN, warm = there ? Double.parseDouble(numbers.group(2)) : Double.NaN;
    double[] ours = row.getValue();
    IO.println(String.format("%-26s %11.0f |%10.0f %11.0f |%10.0f %8.2f |%7.2f", row.getKey(), ours[0], ours[1], first, warm, ours[0] / first, ours[1] / warm));
}
