package parley.session;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.debug.Console;
import parley.session.Message.CommandWanted;
import parley.session.Message.CommandsEnd;

/** The terminal of the front, for debuggers of the session and its children. One thread asks; another one answers. */
final class FrontConsole implements Console {
    /** A line for the wish with this number; empty for the end of input. */
    private record Arrival(int id, Optional<String> line) {}

    private final Consumer<Message> front;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();

    FrontConsole(Consumer<Message> front) {
        this.front = front;
    }

    @Override
    public @Nullable String line(String prompt) throws InterruptedException {
        int id = asked.incrementAndGet();
        front.accept(new CommandWanted(id, prompt));
        Arrival arrival = arrivals.take();
        while (arrival.id() != id) {
            arrival = arrivals.take(); // meant for a debugger that is gone
        }
        return arrival.line().orElse(null);
    }

    @Override
    public void free() {
        front.accept(new CommandsEnd());
    }

    void answer(int id, @Nullable String text) {
        arrivals.add(new Arrival(id, Optional.ofNullable(text)));
    }
}
