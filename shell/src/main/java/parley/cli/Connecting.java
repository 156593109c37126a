package parley.cli;

import java.io.EOFException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import parley.channel.Client;
import parley.channel.Connection;
import parley.channel.Family;
import parley.channel.Listener;
import parley.memory.Member;
import parley.socket.AuthenticationError;

/** Connects to itself, with a key, until what that takes is compiled: in a fork server, for its copies. */
final class Connecting {
    private static final int TIMES = 2000;
    private static final byte[] KEY = {1, 2, 3};
    private static final Map<String, Object> NEWS = Map.of("name", "text", "number", 7, "list", List.of(1.5, true));

    private Connecting() {}

    static void rehearse() {
        Member.rehearse(() -> Arrays.stream(Family.values()).forEach(Connecting::connect));
    }

    private static void connect(Family family) {
        try (Listener listener = new Listener(null, family, TIMES, KEY)) {
            Thread server = Thread.ofPlatform().daemon().start(() -> serve(listener));
            for (int i = 0; i < TIMES; i++) {
                try (Connection<Object> connection = new Client<>(listener.address(), KEY)) {
                    connection.send(NEWS);
                }
            }
            server.join();
        } catch (AuthenticationError | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void serve(Listener listener) {
        try {
            for (int i = 0; i < TIMES; i++) {
                try (Connection<Object> connection = listener.accept()) {
                    var _ = connection.recv();
                }
            }
        } catch (AuthenticationError | EOFException e) {
            throw new IllegalStateException(e);
        }
    }
}
