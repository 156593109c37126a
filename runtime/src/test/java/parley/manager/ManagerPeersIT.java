package parley.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.trace.UserFailure;
import parley.wire.Tuple;

/** Managers and clients, Java's and CPython's, in both directions; what Python prints is what it prints with its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ManagerPeersIT {
    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

    /** The machine's own, and those that {@code -Dparley.pythons=/a/python,/b/python} names. */
    static Stream<String> pythons() {
        return Stream.concat(
                Stream.of("python3"),
                Stream.of(System.getProperty("parley.pythons", "").split(",")).filter(name -> !name.isBlank()));
    }

    private static Path resource(String name) throws Exception {
        return Path.of(
                Objects.requireNonNull(ManagerPeersIT.class.getResource(name)).toURI());
    }

    private static Process start(String python, String... arguments) throws Exception {
        var command = Stream.concat(Stream.of(python, resource("peer.py").toString()), Stream.of(arguments));
        try {
            return new ProcessBuilder(command.toList())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return abort("not here: " + python);
        }
    }

    private static String said(Process process) throws Exception {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    /** The counter of the peer, in Java. */
    static final class Counter {
        private int n;

        public synchronized int add(int k) {
            n += k;
            return n;
        }

        public void fail() {
            throw new IllegalArgumentException("as asked");
        }
    }

    @ParameterizedTest
    @MethodSource("pythons")
    void cpythonUsesAManagerInJavaAsItsOwn(String python) throws Exception {
        SyncManager manager = new SyncManager("localhost", 0, KEY);
        manager.register("Counter", Counter.class);
        Server server = manager.get_server();
        Thread serving = Thread.ofPlatform().start(server::serve_forever);
        try {
            String port = String.valueOf(((InetSocketAddress) server.address()).getPort());
            assertEquals(Files.readString(resource("expected.txt")), said(start(python, "use", port)));
            assertTrue(said(start(python, "wrong", port)).startsWith("AuthenticationError"));
            Process held = start(python, "hold", port);
            assertEquals("holds", held.inputReader().readLine());
            held.destroyForcibly().waitFor();
            assertEquals(Files.readString(resource("expected.txt")), said(start(python, "use", port)));
        } finally {
            server.stop();
            serving.join();
        }
    }

    @ParameterizedTest
    @MethodSource("pythons")
    void javaUsesAManagerOfCpython(String python) throws Exception {
        Process server = start(python, "serve");
        try {
            int port = Integer.parseInt(server.inputReader().readLine());
            SyncManager manager = new SyncManager("localhost", port, KEY);
            manager.register("Counter");
            manager.connect();
            use(manager);
            SyncManager stranger = new SyncManager("localhost", port, "wrong".getBytes(StandardCharsets.UTF_8));
            assertThrows(UserFailure.class, stranger::connect);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static void use(SyncManager manager) {
        DictProxy<Object, Object> numbers = manager.dict();
        numbers.put("a", new Tuple(List.of(1, 2.5)));
        ListProxy<Object> names = manager.list(List.of(3, 1, 2));
        names.sort(null);
        numbers.put("names", names);
        ((ListProxy<?>) Objects.requireNonNull(numbers.get("names"))).remove(0);
        assertEquals(List.of(2, 3), names.copy());
        assertEquals(2, numbers.size());
        assertEquals(
                "KeyError: 'no'",
                assertThrows(UserFailure.class, () -> numbers._callmethod("__getitem__", "no"))
                        .getMessage());
        BaseProxy counter = manager.get("Counter");
        assertEquals(4, counter._callmethod("add", 4));
        assertEquals(
                "ValueError: as asked",
                assertThrows(UserFailure.class, () -> counter._callmethod("fail"))
                        .getMessage());
        try (IteratorProxy<?> keys = (IteratorProxy<?>) Objects.requireNonNull(numbers._callmethod("__iter__"))) {
            assertEquals("a", keys.next());
        }
    }
}
