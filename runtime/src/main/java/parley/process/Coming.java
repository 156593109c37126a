package parley.process;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.memory.Member;
import parley.ship.Shipment;
import parley.trace.Failure;
import parley.trace.UserFailure;

/**
 * A child that was asked for before what it runs is packed: it comes meanwhile. By {@code forkserver} or {@code spawn}.
 * One that is closed before it is started ends again, and nobody learns of it. One thread's.
 */
public final class Coming implements AutoCloseable {
    private static final List<Coming> PENDING = new CopyOnWriteArrayList<>();

    private static volatile @Nullable RehearsedServer rehearsed;

    static {
        AtFork.inChild(() -> List.copyOf(PENDING).forEach(Coming::close)); // they are the original's
    }

    private final String name;
    private final String language;
    private final Running.Served.@Nullable Asked served; // or else
    private final @Nullable Running fresh;
    private boolean isStarted;

    private Coming(String name, StartMethod method, String language) throws IOException {
        this.name = name;
        this.language = language;
        RehearsedServer rehearsal = rehearsed;
        this.served = method == StartMethod.FORKSERVER
                ? new Running.Served.Asked(
                        rehearsal == null ? new WorkerServer.OfChildren(language) : rehearsal,
                        Worker.class,
                        List.of(language))
                : null;
        this.fresh = served == null ? fresh() : null;
    }

    private Running fresh() throws IOException {
        return new Running.Spawned(SpareJvms.take(language));
    }

    /**
     * Asks for a process.
     *
     * @param name its name
     * @param method {@code FORKSERVER} or {@code SPAWN}; a copy needs nothing shipped, see {@link Child#fork}
     * @param language of what it will run, or empty
     * @return on its way
     * @throws UserFailure where this process may not have children, or none can be started
     */
    public static Coming ask(String name, StartMethod method, String language) {
        Child.check();
        if (method == StartMethod.SPAWN) {
            MemoryGuard.check(name);
        }
        try {
            Coming coming = new Coming(name, method, language);
            PENDING.add(coming);
            coming.checkMemory();
            return coming;
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    /** From here on a rehearsal has the processes that are asked for; null for nobody. */
    static void rehearse(@Nullable RehearsedServer server) {
        rehearsed = server;
    }

    /** A copy takes no memory to speak of before it does anything: it comes while this is read. */
    private void checkMemory() {
        try {
            if (served != null) {
                MemoryGuard.check(name);
            }
        } catch (UserFailure e) {
            close();
            throw e;
        }
    }

    private static UserFailure failure(String name, Exception cause) {
        return new UserFailure("process cannot be started: name=" + name + ", because=" + cause.getMessage());
    }

    /**
     * Has it run a shipped function; once.
     *
     * @param daemon whether it is ended when this process leaves
     * @param body what it runs, of the language that it was asked for
     * @return the process, started
     * @throws UserFailure where it cannot be started
     */
    public Child start(boolean daemon, Shipment body) {
        return start(daemon, "", body.bytes());
    }

    /** Has it run one of our own loops. */
    Child start(boolean daemon, String loop, byte[] payload) {
        int owner = Child.claim(name, language);
        Member member = Member.current();
        Start start =
                new Start(member.folder(), owner, name, daemon, Current.name(), Current.pid(), loop, language, payload);
        try {
            byte[] record = start.encode();
            return Child.started(start, record, arrive());
        } catch (IOException | IllegalArgumentException e) {
            throw failure(name, ended(owner, e));
        } catch (Failure e) {
            throw ended(owner, e);
        }
    }

    private static <E extends Exception> E ended(int owner, E cause) {
        Member.current().segment().processes().ended(owner, 1);
        return cause;
    }

    private Running arrive() throws IOException {
        isStarted = true; // whatever comes of it
        PENDING.remove(this);
        Running running = served == null ? fresh : served.arrive();
        return running == null ? fresh() : running;
    }

    @Override
    public void close() {
        if (isStarted) {
            return;
        }
        isStarted = true;
        PENDING.remove(this);
        if (served != null) {
            served.forget();
        } else if (fresh != null) {
            fresh.forget();
        }
    }
}
