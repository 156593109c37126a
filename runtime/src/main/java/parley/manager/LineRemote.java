package parley.manager;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.memory.Verb;
import parley.ship.JavaErrors;
import parley.ship.RemoteError;
import parley.ship.ValueReader;
import parley.trace.DiedFailure;

/** A manager of this session, through shared memory: one {@link Line} for each thread that calls. */
final class LineRemote extends Remote {
    private static final ValueReader READER = new ValueReader();
    private static final long SOON = 1_000_000;

    @SuppressWarnings("ThreadLocalUsage") // one for each manager
    private final ThreadLocal<@Nullable Mine> mine = new ThreadLocal<>();

    /** A thread's line; another one's in a copy of the process. */
    private record Mine(Line line, int process) {}

    LineRemote(Board board) {
        super(board);
    }

    @Override
    boolean isNear() {
        return true;
    }

    private Line line() {
        Mine known = mine.get();
        int process = Member.current().owner();
        if (known != null && known.process() == process) {
            return known.line();
        }
        checkServed();
        Line line = Line.take(board());
        Mine fresh = new Mine(line, process);
        mine.set(fresh);
        Cleaners.register(fresh, () -> bye(line, process)); // with the thread, its variables go
        return line;
    }

    private static void bye(Line line, int process) {
        if (Member.current().owner() == process && line.client() == process && !line.isDropped()) {
            boolean _ = line.requests().offer(Line.BYE);
        }
    }

    @Override
    @Nullable
    Object call(long number, String method, List<@Nullable Object> arguments) throws PythonError {
        return result(exchange(LineMessage.request(number, method, arguments), method));
    }

    @Override
    @Nullable
    Object control(String method, List<@Nullable Object> arguments, Map<String, @Nullable Object> named)
            throws PythonError {
        return result(exchange(LineMessage.request(LineMessage.MANAGER, method, arguments, named), method));
    }

    @Override
    BaseProxy create(String typeid, String proxy, List<@Nullable Object> arguments, Map<String, @Nullable Object> named)
            throws PythonError {
        List<@Nullable Object> all = new ArrayList<>(arguments);
        all.addFirst(typeid);
        if (control("create", all, named) instanceof BaseProxy made) {
            return made;
        }
        throw new IllegalStateException("a manager made no object: typeid=" + typeid);
    }

    @Override
    void inherit(int heir, List<@Nullable Object> numbers) throws PythonError {
        List<@Nullable Object> all = new ArrayList<>(numbers);
        all.addFirst(heir);
        Object _ = control("inherit", all, Map.of());
    }

    private byte[] exchange(byte[] request, String what) {
        Line line = line();
        byte[] answer = null;
        boolean whole = false;
        try {
            if (!line.requests().offer(request)) { // too long for what is left of the ring, which is empty but for us
                while (!Line.offer(line.requests(), request, Deadline.SLICE)) {
                    checkServed();
                    Deadline.checkStopped(what);
                }
            }
            answer = line.answer(SOON);
            if (answer == null) {
                answer = await(line, what);
            }
            whole = true;
            return answer;
        } finally {
            if (!whole) { // the answer may come yet, and must not be taken for the next one's
                line.drop();
                mine.remove();
            }
        }
    }

    private byte[] await(Line line, String what) {
        try (var _ = Member.current().waiting(Verb.ANSWER, board().address())) {
            while (true) {
                byte[] answer = line.answer(Deadline.SLICE);
                if (answer != null) {
                    return answer;
                }
                checkServed();
                Deadline.checkStopped(what);
            }
        }
    }

    private void checkServed() {
        if (!board().isServed()) {
            throw new DiedFailure("manager has ended: name=" + board().name()
                    + (board().state() == Board.SERVING ? "\nMaybe it was killed" : ""));
        }
    }

    private @Nullable Object result(byte[] answer) throws PythonError {
        List<@Nullable Object> parts = LineMessage.parts(answer, READER);
        return switch (parts.getFirst()) {
            case Integer code when code == LineMessage.RETURN -> parts.get(1);
            case Integer code when code == LineMessage.MADE -> proxy(text(parts.get(1)), number(parts.get(2)), true);
            case Integer code
            when code == LineMessage.ERROR ->
                throw new PythonError(text(parts.get(1)), new ArrayList<>(parts.subList(2, parts.size())));
            case null, default ->
                throw JavaErrors.raise(new RemoteError(
                        text(parts.get(1)), text(parts.get(2)), text(parts.get(3)), (byte @Nullable []) parts.get(4)));
        };
    }

    private static String text(@Nullable Object part) {
        return String.valueOf(part);
    }

    private static long number(@Nullable Object part) {
        return part instanceof Number number ? number.longValue() : 0;
    }

    @Override
    SocketAddress address() {
        return Token.parse(board().where());
    }
}
