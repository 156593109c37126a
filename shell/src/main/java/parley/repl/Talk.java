package parley.repl;

import parley.memory.RunFolder;
import parley.session.SessionClient;
import parley.session.SessionListener;

/**
 * The session that the prompt talks with now, and its shared memory seen from outside.
 *
 * @param look reads it without asking it
 */
record Talk(SessionClient session, Look look) {
    static Talk start(SessionCommand command, String first, SessionListener listener) {
        RunFolder folder = RunFolder.create();
        SessionClient session = SessionClient.start(folder, command.of(folder, first), listener);
        return new Talk(session, Look.at(folder));
    }

    boolean isOver() {
        return session.ended().isDone();
    }
}
