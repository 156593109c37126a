package parley.manager;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parley.channel.Ring;

/**
 * Serves the clients of the session: a thread for each line, which knows at any time of one client at most.
 *
 * <pre>
 *   knock ─▶ the door's thread finds the new line ─▶ its own thread: request ─▶ Server ─▶ answer ─▶ ...
 * </pre>
 */
final class LineDesk {
    private static final long SLICE = 50_000_000;
    private static final long DOOR_SLICE = 1_000_000_000;
    private static final int LOOKS_AT_CLIENT = 10; // in slices: whether it lives costs a look into a file

    private final Server server;
    private final Board board;
    private final ServerReader reader;
    private final Set<Long> attended = ConcurrentHashMap.newKeySet();

    LineDesk(Server server, Board board, ServerReader reader) {
        this.server = server;
        this.board = board;
        this.reader = reader;
    }

    /** Until the server ends. */
    void openDoor() {
        while (!server.isStopped()) {
            int mark = board.door();
            for (long at = board.firstLine(); at != 0; at = Line.next(at)) {
                if (attended.add(at)) {
                    Line line = Line.attach(at);
                    server.thread(() -> attend(line));
                }
            }
            board.awaitKnock(mark, DOOR_SLICE);
        }
    }

    private void attend(Line line) {
        while (!server.isStopped()) {
            byte[] first = line.request(SLICE * LOOKS_AT_CLIENT);
            if (first != null && first.length > 1) {
                serve(line, first);
            } else if (first != null || !line.clientLives()) {
                line.free();
            }
        }
    }

    /** One client, from its first request to its end. */
    private void serve(Line line, byte[] first) {
        Client client = new Client(line);
        client.attend();
        board.clients(1);
        try {
            byte @Nullable [] request = first;
            for (int idle = 0; request == null || request.length > 1; ) {
                if (request != null) {
                    idle = 0;
                    put(line, client, answer(request, client));
                } else if (server.isStopped() || (++idle % LOOKS_AT_CLIENT == 0 && client.gone())) {
                    throw new Caller.Gone();
                }
                request = line.request(SLICE);
            }
        } catch (Caller.Gone e) {
            if (!line.clientLives()) {
                server.ended(client);
            }
        } finally {
            board.clients(-1);
            line.free();
        }
    }

    private static void put(Line line, Caller client, byte[] answer) {
        Ring answers = line.answers();
        while (!Line.offer(answers, answer, SLICE)) {
            if (client.gone()) {
                throw new Caller.Gone();
            }
        }
    }

    private byte[] answer(byte[] request, Client client) {
        try {
            return LineMessage.answer(result(request, client));
        } catch (PythonError e) {
            return LineMessage.error(e);
        } catch (Caller.Gone e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError e) {
            return LineMessage.failure(e);
        }
    }

    @SuppressWarnings("unchecked") // named arguments have names
    private @Nullable Object result(byte[] request, Client client) throws Exception {
        List<@Nullable Object> parts = LineMessage.parts(request, reader);
        if (parts.size() < 3 || !(parts.get(0) instanceof Number number) || !(parts.get(1) instanceof String method)) {
            throw new IllegalArgumentException("not a request: parts=" + parts.size());
        }
        Map<String, @Nullable Object> named =
                parts.get(2) instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
        Arguments given = new Arguments(parts.subList(3, parts.size()), named);
        return number.longValue() == LineMessage.MANAGER
                ? server.control(method, given, client.holder())
                : server.call(number.longValue(), method, given, client.holder());
    }

    /** A thread of a process of the session. */
    private static final class Client extends Caller {
        private final Line line;
        private final Integer process;

        Client(Line line) {
            this.line = line;
            this.process = line.client();
        }

        @Override
        boolean gone() {
            return line.isDropped() || !line.clientLives();
        }

        @Override
        Object holder() {
            return process;
        }
    }
}
