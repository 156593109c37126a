package parley.repl;

import java.util.List;
import parley.memory.RunFolder;

/** Gives the command line that starts a session process. */
@FunctionalInterface
public interface SessionCommand {
    /**
     * A process that calls {@link parley.session.SessionServer#serve} with these.
     *
     * @param folder the session's run folder
     * @param first the language that it starts at once
     */
    List<String> of(RunFolder folder, String first);
}
