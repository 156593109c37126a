package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parley.ParleyProcess;
import parley.channel.Client;
import parley.channel.Connection;
import parley.channel.Family;
import parley.channel.Listener;
import parley.socket.AuthenticationError;

/**
 * Connections between Java, Python under Parley, and CPython: the machine's own, and those that {@code
 * -Dparley.pythons=/a/python,/b/python} names.
 */
@Timeout(300)
class ConnectionsIT {
    private static final String KEY = "a key";
    private static final byte[] SECRET = KEY.getBytes(StandardCharsets.UTF_8);
    private static final String PARLEY = "parley";

    private final List<Process> started = new ArrayList<>();
    private final List<SocketChannel> opened = new ArrayList<>();

    @AfterEach
    void nobodyIsLeft() throws IOException {
        for (SocketChannel channel : opened) {
            channel.close();
        }
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }

    static Stream<Arguments> pythonsAndFamilies() {
        return Stream.concat(
                        Stream.of("python3"),
                        Stream.of(System.getProperty("parley.pythons", "").split(","))
                                .filter(name -> !name.isBlank()))
                .flatMap(python -> Stream.of(Family.values()).map(family -> Arguments.of(python, family)));
    }

    private static String script(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ConnectionsIT.class.getResource(name))
                        .toURI())
                .toString();
    }

    /** {@code talk.py}, by CPython or by Parley. */
    private Process talk(String python, String... arguments) throws Exception {
        return run(python, "talk.py", arguments);
    }

    private Process run(String python, String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(python));
        if (python.equals(PARLEY)) {
            var _ = ParleyProcess.of(); // has been started before, and prepares nothing any more
            command =
                    new ArrayList<>(List.of(ParleyProcess.root().resolve(PARLEY).toString(), "run"));
        }
        command.add(script(script));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            started.add(process);
            return process;
        } catch (IOException e) {
            return abort("not here: " + python);
        }
    }

    private static String place(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? "127.0.0.1:" + inet.getPort() : address.toString();
    }

    /** As {@code talk.py} prints it: a path, or a tuple. */
    private static SocketAddress address(String printed) {
        return printed.startsWith("(")
                ? new InetSocketAddress("127.0.0.1", Integer.parseInt(printed.replaceAll(".*, |\\)", "")))
                : UnixDomainSocketAddress.of(printed);
    }

    private static void echo(Connection<Object> connection) throws EOFException {
        try (connection) {
            for (Object value = connection.recv(); !"the end".equals(value); value = connection.recv()) {
                connection.send(value);
            }
        }
    }

    private static List<String> rest(Process process) throws Exception {
        List<String> lines = process.inputReader().lines().toList();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return lines;
    }

    @ParameterizedTest
    @MethodSource("pythonsAndFamilies")
    void javaServesPython(String python, Family family) throws Exception {
        try (Listener listener = new Listener(null, family, 5, SECRET)) {
            String place = place(listener.address());
            Process driver = talk(python, "connect", place, KEY, "drive", "10000");
            echo(listener.accept());
            assertEquals(List.of("wrong: 0", "done"), rest(driver));

            Process stranger = talk(python, "connect", place, "another key", "echo");
            assertThrows(AuthenticationError.class, listener::accept);
            assertEquals(List.of("AuthenticationError digest sent was rejected", "done"), rest(stranger));
        }
    }

    @ParameterizedTest
    @MethodSource("pythonsAndFamilies")
    void pythonServesJava(String python, Family family) throws Exception {
        Process driver = talk(python, "serve", family.name(), KEY, "drive", "10000");
        BufferedReader lines = driver.inputReader();
        echo(new Client<>(address(lines.readLine()), SECRET));
        assertEquals(List.of("wrong: 0", "done"), lines.lines().toList());

        Process strict = talk(python, "serve", family.name(), KEY, "echo");
        SocketAddress address = address(strict.inputReader().readLine());
        assertThrows(AuthenticationError.class, () -> new Client<>(address, new byte[] {1}));
        assertEquals(List.of("AuthenticationError digest received was wrong", "done"), rest(strict));
    }

    @ParameterizedTest
    @CsvSource({"python3, parley, AF_UNIX", "parley, python3, AF_INET"})
    void pythonsServeEachOther(String serving, String connecting, Family family) throws Exception {
        Process server = talk(serving, "serve", family.name(), KEY, "echo");
        String place = place(address(server.inputReader().readLine()));
        assertEquals(List.of("wrong: 0", "done"), rest(talk(connecting, "connect", place, KEY, "drive", "10000")));
        assertEquals(List.of("end", "done"), rest(server));
    }

    @ParameterizedTest
    @CsvSource({"python3", PARLEY})
    void aWriterThatIsKilledInTheMiddleOfAMessageIsAnEnd(String python) throws Exception {
        try (Listener listener = new Listener(SECRET)) {
            Process writer = talk(python, "connect", place(listener.address()), KEY, "push");
            try (Connection<Object> connection = listener.accept()) {
                assertTrue(connection.poll(null)); // more than fits has begun to come
                writer.descendants().forEach(ProcessHandle::destroyForcibly);
                writer.destroyForcibly().waitFor();
                String message =
                        assertThrows(EOFException.class, connection::recv).getMessage();
                // CPython sends a long message's size first: perhaps only that has come
                assertTrue(
                        Set.of("got end of file during message", "the other side has closed")
                                .contains(message),
                        message);
            }
        }
    }

    /** One is silent, one sends nonsense, one promises a gigabyte, one half a message: nobody has proved a key. */
    private void strangers(SocketAddress address) throws IOException {
        for (String bytes : List.of("", "GET / HTTP/1.1\r\n\r\n", "\u007f\u00ff\u00ff\u00ff", "\0\0\0\7half")) {
            SocketChannel stranger = SocketChannel.open(address);
            opened.add(stranger);
            stranger.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void strangersDoNotHoldUpAPythonListener(Family family) throws Exception {
        Process server = talk(PARLEY, "serve", family.name(), KEY, "echo");
        SocketAddress address = address(server.inputReader().readLine());
        strangers(address);
        try (Client<Object> client = new Client<>(address, SECRET)) {
            client.send(7);
            assertEquals(7, client.recv());
            client.send("the end");
        }
        List<String> lines = rest(server);
        assertEquals(List.of("end", "done"), lines.subList(lines.size() - 2, lines.size()));
        assertTrue(
                lines.getFirst().startsWith("warning: connection refused before it proved the key: "), lines::toString);
        assertFalse(lines.toString().contains(KEY), lines::toString);
    }

    /** The same talk.py, both ways: a manager of one kind, its user of the other. */
    @ParameterizedTest
    @CsvSource({"python3, parley", "parley, python3"})
    void managersAndTheirUsersUnderstandEachOther(String serving, String using) throws Exception {
        Process server = run(serving, "managing.py", "serve", KEY);
        String port = server.inputReader().readLine();
        if (serving.equals(PARLEY)) {
            strangers(new InetSocketAddress("127.0.0.1", Integer.parseInt(port)));
        }
        List<String> lines = rest(run(using, "managing.py", "use", KEY, port));
        assertEquals("done", lines.getLast(), lines::toString);
        assertEquals(List.of("stopped"), rest(server));
    }
}
