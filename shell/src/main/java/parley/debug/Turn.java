package parley.debug;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.memory.Member;
import parley.memory.Verb;
import parley.process.Current;
import parley.trace.StoppedFailure;

/**
 * In a process at a breakpoint: its turn at the terminal of the session. While it waits, {@code %ps} says for whom. Any
 * thread; threads of one process share its turn.
 */
public final class Turn {
    private static volatile @Nullable SocketChannel desk;

    static {
        AtFork.inChild(Turn::forget);
    }

    private Turn() {}

    /** What came instead of a wish. */
    public sealed interface Reply {
        /** A line, without its end. */
        record Line(String text) implements Reply {}

        /** There is no more input, or no terminal at all. */
        record Nothing() implements Reply {}

        /** Somebody pressed Ctrl-C. */
        record Stopped() implements Reply {}
    }

    /**
     * Whether this process has the terminal.
     *
     * @return true from {@link #take} until {@link #give}, or until its waiting thread was interrupted
     */
    public static boolean isTaken() {
        return desk != null;
    }

    /**
     * Waits until this process has the terminal; does nothing where it has.
     *
     * @return a line without text where it has it now
     * @throws StoppedFailure where the thread is interrupted
     */
    public static Reply take() {
        if (isTaken()) {
            return new Reply.Line("");
        }
        Desk.open();
        try {
            SocketChannel channel = SocketChannel.open(
                    UnixDomainSocketAddress.of(Member.current().folder().desk()));
            desk = channel;
            new Note(Note.HELLO, Long.toString(Current.pid())).send(channel);
            Note note = Note.receive(channel);
            while (note.kind() == Note.WAIT) {
                try (var _ = Member.current().waiting(Verb.TERMINAL, Long.parseLong(note.text()))) {
                    note = Note.receive(channel);
                }
            }
            return reply(note);
        } catch (IOException e) {
            return over(e);
        }
    }

    /**
     * Asks for a line. This process has the turn.
     *
     * @param prompt is shown before it
     * @return what came
     * @throws StoppedFailure where the thread is interrupted: the turn is given back
     */
    public static Reply line(String prompt) {
        SocketChannel channel = desk;
        if (channel == null) {
            return new Reply.Nothing();
        }
        try (var _ = Member.current().waiting(Verb.COMMAND, 0)) {
            new Note(Note.LINE, prompt).send(channel);
            return reply(Note.receive(channel));
        } catch (IOException e) {
            return over(e);
        }
    }

    /** Gives the terminal to the next one. */
    public static void give() {
        SocketChannel channel = desk;
        desk = null;
        if (channel != null) {
            try (channel) {
                new Note(Note.END).send(channel);
            } catch (IOException e) {
                // the desk is gone, and with it the session
            }
        }
    }

    private static Reply reply(Note note) {
        if (note.kind() == Note.STOPPED) {
            give();
            return new Reply.Stopped();
        }
        return note.kind() == Note.NOTHING ? new Reply.Nothing() : new Reply.Line(note.text());
    }

    private static Reply over(IOException e) {
        desk = null; // an interrupted thread has closed it
        if (e instanceof ClosedByInterruptException) {
            throw new StoppedFailure("stopped: while=waiting for a debugger's command");
        }
        return new Reply.Nothing();
    }

    /** In a copy of this process: the turn is the original's. */
    private static void forget() {
        SocketChannel channel = desk;
        desk = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // closed is closed
            }
        }
    }
}
