package parley.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.Value;
import parley.channel.Empty;
import parley.channel.Messages;
import parley.channel.PipeEnd;
import parley.memory.Deadline;
import parley.trace.UserFailure;

/**
 * A manager's door: takes in clients of the session, and waits for what they ask, each in a thread of its own. Python's
 * lock is taken for the answers only. Public for Python code. Any thread.
 *
 * <pre>
 *   door thread   ticket ─▶ line thread
 *   line thread   enter(port, client) ─▶ line;  waits, answer(line), waits, answer(line) ... until the end, or it gives false ─▶ leave(line)
 * </pre>
 */
public final class DoorPort {
    private static final byte[] THE_END = {};
    private static final Set<PipeEnd> LINES = ConcurrentHashMap.newKeySet();

    private final Messages tickets;
    private final Path sign;
    private final Value enter;
    private final Value answer;
    private final Value leave;
    private final Interrupts interrupts;

    DoorPort(Messages tickets, Path sign, Value enter, Value answer, Value leave, Interrupts interrupts) {
        this.tickets = tickets;
        this.sign = sign;
        this.enter = enter;
        this.answer = answer;
        this.leave = leave;
        this.interrupts = interrupts;
        Thread.ofPlatform().daemon().name("manager door").start(this::admit);
    }

    /** In a server's copy, which serves nobody: clients must not take it for their server. */
    static void forget() {
        LINES.forEach(PipeEnd::close);
        LINES.clear();
    }

    /** What a client hands in: the server's end of a line, and who it is. */
    static byte[] ticket(String end, int client) {
        return (end + " " + client).getBytes(StandardCharsets.US_ASCII);
    }

    private void admit() {
        for (String ticket = next(); !ticket.isEmpty(); ticket = next()) {
            PipeEnd end = PipeEnd.attach(ticket);
            int client = Integer.parseInt(ticket.substring(ticket.lastIndexOf(' ') + 1));
            LINES.add(end);
            Thread.ofPlatform().daemon().name("manager line " + end.name()).start(() -> serve(end, client));
        }
    }

    private String next() {
        while (true) {
            try {
                return new String(tickets.get(Deadline.FOREVER), StandardCharsets.US_ASCII);
            } catch (Empty e) {
                // there is no end to wait for
            }
        }
    }

    private void serve(PipeEnd end, int client) {
        Value line = enter.execute(new PipePort(end, interrupts), client);
        try {
            boolean goesOn = true;
            while (goesOn && end.await(Deadline.FOREVER)) {
                goesOn = answer.execute(line).asBoolean();
            }
            LINES.remove(end);
            end.close();
            leave.executeVoid(line);
            if (goesOn) {
                end.free(); // nobody has the other one any more
            }
        } catch (UserFailure e) {
            LINES.remove(end); // closed: this process leaves
        }
    }

    /** Takes in nobody any more; who is in stays. */
    public void close() {
        try {
            Files.deleteIfExists(sign);
        } catch (IOException e) {
            // the run folder is deleted with all that is in it
        }
        boolean _ = tickets.offer(THE_END);
    }
}
