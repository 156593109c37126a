// How often per second a Java client connects, proves a key both ways, sends a small map and closes, beside CPython.
//
//     ./parley --no-resident run scripts/bench/connect.jsh
//
// The listener is another process. Connections in the first second, and in the best of those that follow; the other
// side's figures come from connect.py. Without the fork server, since its copies have the faster of the JVM's two
// compilers only, which makes slower code.

int SECONDS = 9;
byte[] KEY = "a key".getBytes();
Map<String, Object> NEWS = Map.of("name", "probe", "number", 7, "where", List.of(1.5, 2));

void serve(Family family, Connection<String> told) throws Exception {
    try (var listener = new Listener(null, family, 16, KEY)) {
        told.send(listener.address() instanceof java.net.InetSocketAddress inet ? ":" + inet.getPort() : listener.address().toString());
        boolean more = true;
        while (more) {
            try (Connection<Map<String, Object>> connection = listener.accept()) {
                more = !connection.recv().isEmpty();
            }
        }
    }
}

Client<Map<String, Object>> client(String place) throws Exception {
    return place.startsWith(":") ? new Client<>("127.0.0.1", Integer.parseInt(place.substring(1)), KEY) : new Client<>(place, KEY);
}

double inASecond(String place) throws Exception {
    int count = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < 1_000_000_000) {
        try (var connection = client(place)) { connection.send(NEWS); }
        count++;
    }
    return count * 1e9 / (System.nanoTime() - start);
}

double[] measure(Family family) throws Exception {
    var pipe = new Pipe<String>();
    var server = new Process(() -> serve(family, pipe.right()));
    server.start();
    String place = pipe.left().recv();
    double first = inASecond(place), best = 0;
    for (int second = 1; second < SECONDS; second++) best = Math.max(best, inASecond(place));
    try (var connection = client(place)) { connection.send(Map.of()); }
    server.join();
    return new double[] {first, best};
}

var found = new LinkedHashMap<String, double[]>();
for (var family : Family.values()) found.put(family.toString(), measure(family));

var python = new ProcessBuilder("python3", "scripts/bench/connect.py", "--here").redirectError(ProcessBuilder.Redirect.INHERIT).start();
String theirs = new String(python.getInputStream().readAllBytes());

IO.println(String.format("%-42s %23s %23s %17s", "per second: first | warm", "Parley, Java", "CPython", "ratio"));
for (var row : found.entrySet()) {
    var numbers = java.util.regex.Pattern.compile("\"" + row.getKey() + "\": \\[([\\d.e+]+), ([\\d.e+]+)\\]").matcher(theirs);
    boolean there = numbers.find();
    double first = there ? Double.parseDouble(numbers.group(1)) : Double.NaN, warm = there ? Double.parseDouble(numbers.group(2)) : Double.NaN;
    double[] ours = row.getValue();
    IO.println(String.format("%-42s %11.0f |%10.0f %11.0f |%10.0f %8.2f |%7.2f", row.getKey(), ours[0], ours[1], first, warm, ours[0] / first, ours[1] / warm));
}
