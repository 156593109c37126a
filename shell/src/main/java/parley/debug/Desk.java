package parley.debug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.fork.AtFork;
import parley.memory.Libc;
import parley.memory.Member;
import parley.process.Current;

/**
 * In the session's main process: gives the terminal to one debugger after another. A visitor that dies, waiting or
 * served, makes room like one that leaves. Any thread.
 */
public final class Desk {
    private static final int INTERRUPT = 2;

    private static @Nullable Desk desk;
    private static @Nullable Console front;
    private static boolean admitted = true;

    static {
        AtFork.inChild(Desk::forget);
    }

    private final ServerSocketChannel server;
    private final Console console;
    private final List<Visitor> visitors = new ArrayList<>(); // the first has the terminal

    private Desk(ServerSocketChannel server, Console console) {
        this.server = server;
        this.console = console;
    }

    /** A process at the desk, or in line; its fields are the desk's. */
    private static final class Visitor {
        final SocketChannel channel;
        final long pid;
        boolean awaits = true; // a word of ours: that it is its turn, or a line

        @Nullable
        Thread asker;

        Visitor(SocketChannel channel, long pid) {
            this.channel = channel;
            this.pid = pid;
        }
    }

    /**
     * Says who shows prompts and reads lines here; without it, the process's standard streams do.
     *
     * @param console of the front
     */
    public static synchronized void console(Console console) {
        front = console;
    }

    /**
     * Whether lines are typed at a front, which edits them.
     *
     * @return false where this process's own input is read
     */
    public static synchronized boolean isAtFront() {
        return front != null;
    }

    /** Opens the desk, where this is the session's main process and it is not open yet. */
    public static synchronized void open() {
        if (desk != null || !admitted || Current.isChild()) {
            return;
        }
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(Member.current().folder().desk()));
            Console console = front;
            Desk opened = new Desk(server, console == null ? new StreamConsole() : console);
            desk = opened;
            thread("debuggers", opened::receive);
            Runtime.getRuntime().addShutdownHook(new Thread(Desk::close));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "debuggers get no terminal: folder=" + Member.current().folder(), e);
        }
    }

    /** Ctrl-C at the front: whoever waits for the terminal or at its prompt is stopped, and so is what a debugger runs. */
    public static void stop() {
        Desk open;
        synchronized (Desk.class) {
            open = desk;
        }
        if (open != null) {
            open.stopVisitors();
        }
    }

    /**
     * Says whether there may be a desk here: not in a fork server, whose copies would have the desk's thread as a shadow
     * in C code, for which a JVM that ends waits 0.3 s.
     *
     * @param may whether {@link #open} opens it
     */
    public static synchronized void admit(boolean may) {
        admitted = may;
    }

    /** When this process ends, so that it need not wait for the thread. */
    private static void close() {
        Desk open;
        synchronized (Desk.class) {
            open = desk;
            admitted = false;
        }
        if (open != null) {
            try {
                open.server.close();
            } catch (IOException e) {
                // then it is as before
            }
        }
    }

    /** In a copy of this process, which has another one's desk. */
    private static void forget() {
        desk = null;
        front = null;
    }

    private void receive() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                thread("debugger", () -> serve(channel));
            }
        } catch (IOException e) {
            // the session ends
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            Visitor visitor =
                    new Visitor(channel, Long.parseLong(Note.receive(channel).text()));
            enter(visitor);
            try {
                if (awaitTurn(visitor)) {
                    converse(visitor);
                }
            } finally {
                leave(visitor);
            }
        } catch (IOException | NumberFormatException e) {
            // it is gone, or was none of ours
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void converse(Visitor visitor) throws IOException {
        for (Note note = Note.receive(visitor.channel); note.kind() == Note.LINE; ) {
            String prompt = note.text();
            synchronized (this) {
                visitor.awaits = true;
                visitor.asker = thread("debugger's line", () -> ask(visitor, prompt));
            }
            note = Note.receive(visitor.channel); // while the user types, the process may die
        }
    }

    private void ask(Visitor visitor, String prompt) {
        try {
            String line = console.line(prompt);
            answer(visitor, line == null ? new Note(Note.NOTHING) : new Note(Note.LINE, line));
        } catch (IOException e) {
            answer(visitor, new Note(Note.NOTHING));
        } catch (InterruptedException e) {
            // nobody wants it any more
        }
    }

    private synchronized void enter(Visitor visitor) {
        visitors.add(visitor);
        tell();
    }

    private synchronized boolean awaitTurn(Visitor visitor) throws InterruptedException {
        while (visitor.awaits && !visitors.getFirst().equals(visitor)) {
            wait();
        }
        boolean turn = visitor.awaits;
        answer(visitor, new Note(Note.TURN));
        return turn;
    }

    private void leave(Visitor visitor) throws InterruptedException {
        Thread asker;
        synchronized (this) {
            visitor.awaits = false;
            asker = visitor.asker;
        }
        if (asker != null) {
            asker.interrupt();
            asker.join(); // the console is one thread's
        }
        synchronized (this) {
            visitors.remove(visitor);
            if (visitors.isEmpty()) {
                console.free();
            }
            tell();
            notifyAll();
        }
    }

    /** Tells those who wait whom they wait for. */
    private void tell() {
        for (Visitor visitor : visitors.subList(Math.min(1, visitors.size()), visitors.size())) {
            if (visitor.awaits) {
                send(visitor, new Note(Note.WAIT, Long.toString(visitors.getFirst().pid)));
            }
        }
    }

    private synchronized void answer(Visitor visitor, Note note) {
        if (visitor.awaits) {
            visitor.awaits = false;
            send(visitor, note);
        }
    }

    private synchronized void stopVisitors() {
        for (Visitor visitor : visitors) {
            if (visitor.pid == Current.pid()) {
                continue; // who stops this process does it
            }
            if (visitor.awaits) {
                answer(visitor, new Note(Note.STOPPED));
            } else {
                boolean _ = Libc.kill(visitor.pid, INTERRUPT);
            }
        }
        notifyAll();
    }

    private static void send(Visitor visitor, Note note) {
        try {
            note.send(visitor.channel);
        } catch (IOException e) {
            // it is gone: the thread that serves it notices
        }
    }

    private static Thread thread(String name, Runnable body) {
        return Thread.ofPlatform().daemon().name(name).start(body);
    }
}
