package parley.manager;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;

/** What the process of a manager runs. Has no state. */
final class ManagerProcess {
    private ManagerProcess() {}

    /**
     * What it needs to know.
     *
     * @param board its {@link Board}'s address
     * @param where its own, as {@link Server#show} writes it
     * @param key what its clients must know
     * @param registered what it can make beside the standard kinds
     */
    @SuppressWarnings("ArrayRecordComponent") // written once, handed on, compared by nobody
    record Setup(long board, String where, byte[] key, ArrayList<Registered> registered) implements Serializable {}

    static @Nullable Object serve(Setup setup) {
        Board board = Board.attach(setup.board());
        try {
            new Server(board, Token.parse(setup.where()), setup.key(), kinds(setup.registered())).serve_forever();
        } catch (UserFailure e) {
            board.where(String.valueOf(e.getMessage()));
            board.end();
        }
        return null;
    }

    static Map<String, Kind> kinds(List<Registered> registered) {
        Map<String, Kind> kinds = new LinkedHashMap<>(Kinds.standard());
        registered.forEach(one -> kinds.put(one.typeid(), one.kind()));
        return kinds;
    }
}
