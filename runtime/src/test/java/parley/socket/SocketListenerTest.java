package parley.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.memory.Member;
import parley.trace.StoppedFailure;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class SocketListenerTest {
    private static final byte[] KEY = "a secret".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private SocketAddress path;

    @BeforeEach
    void choosePath() {
        path = UnixDomainSocketAddress.of(folder.resolve("socket"));
    }

    private static <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static SocketChannel knock(SocketAddress address, String bytes) throws Exception {
        SocketChannel channel = SocketChannel.open(address);
        channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
        return channel;
    }

    @Test
    @SuppressWarnings("try") // closed early, which is what is tested
    void messagesGoBothWays() throws Exception {
        SocketAddress loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        for (SocketAddress where : List.of(path, loopback)) {
            try (var listener = SocketListener.bind(where, 1, KEY)) {
                FutureTask<SocketEnd> client = start(() -> SocketEnd.connect(listener.address(), KEY));
                try (SocketEnd here = listener.accept();
                        SocketEnd there = client.get()) {
                    byte[] large = new byte[3_000_000];
                    large[2_999_999] = 1;
                    FutureTask<byte[]> echo = start(() -> {
                        here.send(here.receive(SocketEnd.UNLIMITED));
                        return here.receive(SocketEnd.UNLIMITED);
                    });
                    there.send(large);
                    assertArrayEquals(large, there.receive(SocketEnd.UNLIMITED));
                    assertFalse(there.poll(0));
                    there.send(new byte[0]);
                    assertEquals(0, echo.get().length);
                    here.close();
                    assertTrue(there.poll(-1));
                    SocketError end = assertThrows(SocketError.class, () -> there.receive(9));
                    assertEquals(SocketError.END, end.errno());
                }
            }
        }
        assertFalse(Files.exists(folder.resolve("socket")));
    }

    private static byte[] frames(byte[]... messages) {
        ByteBuffer all = ByteBuffer.allocate(1000);
        for (byte[] message : messages) {
            all.putInt(message.length).put(message);
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    private static byte[] read(SocketChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(4);
        while (head.hasRemaining() && channel.read(head) >= 0) {}
        ByteBuffer body = ByteBuffer.allocate(head.flip().getInt());
        while (body.hasRemaining() && channel.read(body) >= 0) {}
        return body.array();
    }

    /** As CPython, which sends its challenge after the verdict; and as ours, which has the answer and it in one piece. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatComesRightBehindTheHandshakeIsForWhoReceives(boolean waits) throws Exception {
        byte[] news = {1, 2, 3};
        try (var listener = SocketListener.bind(path, 1, KEY)) {
            FutureTask<SocketEnd> taken = start(listener::accept);
            try (SocketChannel channel = SocketChannel.open(path)) {
                Handshake side = new Handshake(KEY, Handshake.Round.ANSWER, Handshake.Round.DELIVER);
                side.begin();
                List<byte[]> due = side.next(read(channel)).send();
                if (waits) {
                    channel.write(ByteBuffer.wrap(frames(due.get(0))));
                    assertTrue(side.next(read(channel)).send().isEmpty());
                    channel.write(ByteBuffer.wrap(frames(due.get(1))));
                } else {
                    channel.write(ByteBuffer.wrap(frames(due.get(0), due.get(1))));
                    assertTrue(side.next(read(channel)).send().isEmpty());
                }
                byte[] welcome = side.next(read(channel)).send().getFirst();
                assertTrue(side.isDone());
                channel.write(ByteBuffer.wrap(frames(welcome, news)));
                try (SocketEnd here = taken.get()) {
                    assertArrayEquals(news, here.receive(100));
                }
            }
        }
    }

    @Test
    void aWrongKeyIsAnErrorOnBothSidesAndTheNextGetsIn() throws Exception {
        try (var listener = SocketListener.bind(path, 5, KEY)) {
            FutureTask<SocketEnd> wrong = start(() -> SocketEnd.connect(path, new byte[] {1}));
            AuthenticationError here = assertThrows(AuthenticationError.class, listener::accept);
            assertEquals("digest received was wrong", here.getMessage());
            Throwable there = assertThrows(ExecutionException.class, wrong::get).getCause();
            assertEquals("digest sent was rejected", there.getMessage());
            FutureTask<SocketEnd> right = start(() -> SocketEnd.connect(path, KEY));
            listener.accept().close();
            right.get().close();
            assertFalse((listener + "" + here + there).contains("secret"));
        }
    }

    /** Silent ones, one that sends nonsense, one that promises a gigabyte, one that has gone: all before the good one. */
    @Test
    void whoDoesNotProveTheKeyHoldsNobodyUp() throws Exception {
        List<SocketChannel> bad = new ArrayList<>();
        try (var listener = SocketListener.bind(path, 200, KEY)) {
            for (int i = 0; i < 100; i++) {
                bad.add(knock(path, i % 2 == 0 ? "" : "\0\0\0\7half"));
            }
            bad.add(knock(path, "GET / HTTP/1.1\r\n\r\n"));
            bad.add(knock(path, "\u007f\u00ff\u00ff\u00ff"));
            knock(path, "\0\0").close();
            FutureTask<SocketEnd> good = start(() -> SocketEnd.connect(path, KEY));
            try (SocketEnd here = listener.accept();
                    SocketEnd there = good.get(20, TimeUnit.SECONDS)) {
                there.send(KEY);
                assertArrayEquals(KEY, here.receive(100));
            }
        } finally {
            for (SocketChannel channel : bad) {
                channel.close();
            }
        }
    }

    @Test
    void whoLooksSeesEverySocketWithWhatPassedIt() throws Exception {
        SocketAddress loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        for (SocketAddress where : List.of(path, loopback)) {
            try (var listener = SocketListener.bind(where, 5, KEY);
                    SocketChannel _ = SocketChannel.open(listener.address())) {
                FutureTask<SocketEnd> client = start(() -> SocketEnd.connect(listener.address(), KEY));
                try (SocketEnd here = listener.accept();
                        SocketEnd there = client.get()) {
                    there.send(new byte[5]);
                    there.send(new byte[7]);
                    assertEquals(12, here.receive(9).length + here.receive(9).length);
                    assertEquals(
                            List.of("LISTENING 1/0 0/0", "OPEN 0/0 2/12", "OPEN 2/12 0/0", "PROVING 0/0 0/0"),
                            seen(listener.address()));
                }
                assertEquals(List.of("LISTENING 1/0 0/0", "PROVING 0/0 0/0"), seen(listener.address()));
            }
        }
    }

    private static List<String> seen(SocketAddress address) {
        String text = Traffic.text(address);
        return Connections.rows(Member.current().segment()).stream()
                .filter(row -> text.equals(row.address()) || text.equals(row.peer()))
                .map(row -> row.state() + " " + row.messagesIn() + "/" + row.bytesIn() + " " + row.messagesOut() + "/"
                        + row.bytesOut())
                .sorted()
                .toList();
    }

    @Test
    void whoIsSilentForTooLongIsLetGo() throws Exception {
        try (var listener = SocketListener.bind(path, 5, KEY, 100_000_000);
                SocketChannel silent = knock(path, "")) {
            FutureTask<SocketEnd> accepted = start(listener::accept);
            ByteBuffer all = ByteBuffer.allocate(1000);
            while (silent.read(all) >= 0) {
                // the challenge, then the end
            }
            assertFalse(accepted.isDone());
        }
    }

    @Test
    void closingWakesWhoAcceptsAndWhoReceives() throws Exception {
        var listener = SocketListener.bind(path, 5, null);
        FutureTask<SocketEnd> client = start(() -> SocketEnd.connect(path, null));
        SocketEnd here = listener.accept();
        FutureTask<byte[]> received = start(() -> here.receive(9));
        FutureTask<SocketEnd> accepted = start(listener::accept);
        here.close();
        listener.close();
        for (FutureTask<?> task : List.of(received, accepted)) {
            Throwable error = assertThrows(ExecutionException.class, task::get).getCause();
            assertEquals(SocketError.CLOSED, ((SocketError) error).errno());
        }
        client.get().close();
    }

    @Test
    void whatAnInterruptLeavesHalfDoneIsFinishedByTheNextCall() throws Exception {
        try (var listener = SocketListener.bind(path, 5, null)) {
            FutureTask<SocketEnd> client = start(() -> SocketEnd.connect(path, null));
            try (SocketEnd here = listener.accept();
                    SocketEnd there = client.get()) {
                byte[] large = new byte[5_000_000];
                large[4_999_999] = 1;
                Thread.currentThread().interrupt(); // noticed where it waits for room: half of it is gone by then
                assertThrows(StoppedFailure.class, () -> there.send(large));
                Thread.currentThread().interrupt();
                assertThrows(StoppedFailure.class, () -> here.receive(SocketEnd.UNLIMITED));
                FutureTask<byte[]> received = start(() -> here.receive(SocketEnd.UNLIMITED));
                there.flush();
                assertArrayEquals(large, received.get());
            }
        }
    }

    @Test
    void whatWasForgottenIsClosed() throws Exception {
        try (var listener = SocketListener.bind(path, 5, null)) {
            FutureTask<SocketEnd> client = start(() -> SocketEnd.connect(path, null));
            try (SocketEnd there = listener.accept()) {
                client.get();
                client = null;
                while (!there.poll(10_000_000)) { // until the collector has been
                    System.gc();
                    Descriptor _ = new Descriptor(-1).ownedBy(new Object());
                }
                assertThrows(SocketError.class, () -> there.receive(9));
            }
        }
    }

    @Test
    void errorsNameTheAddress() {
        SocketError nobody = assertThrows(SocketError.class, () -> SocketEnd.connect(path, null));
        assertEquals(2, nobody.errno());
        assertTrue(nobody.getMessage().contains(path.toString()), nobody.getMessage());
        SocketAddress longest = UnixDomainSocketAddress.of("/" + "x".repeat(107));
        assertEquals(
                "AF_UNIX path too long",
                assertThrows(SocketError.class, () -> SocketListener.bind(longest, 1, null))
                        .getMessage());
    }
}
