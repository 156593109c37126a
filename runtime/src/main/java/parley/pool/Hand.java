package parley.pool;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.pool.Board.Chunk;
import parley.process.Child;

/** A worker's process and what was sent to it. Under its dispatcher's lock. */
final class Hand {
    /** A chunk that is done in so many nanoseconds is short: to be told of the next takes a worker about a tenth. */
    private static final long SHORT = 200_000;

    /** The most chunks that a worker has at once. */
    private static final int MOST = 512;

    private final Child child;
    private final Post tasks;
    private final Set<Integer> functions = new HashSet<>();
    private @Nullable Chunk first; // of a function: until it is done, that may still lie in the ring
    private int pace = 1;
    private int chunks;
    private boolean up;
    private boolean leaving;

    Hand(Child child, Post tasks) {
        this.child = child;
        this.tasks = tasks;
    }

    Child child() {
        return child;
    }

    /** It said that it is ready. */
    void cameUp() {
        up = true;
    }

    /** Whether it ended before it was ready, though nobody asked it to. */
    boolean startedInVain() {
        return !up && !leaving;
    }

    int chunks() {
        return chunks;
    }

    /** Sends a chunk, and before it its function where that is new; waits for room. */
    void call(FunctionTable known, Job job, Chunk chunk) {
        if (!functions.contains(job.function())) {
            tasks.send(known.message(job.function()));
            functions.add(job.function());
            first = chunk;
        }
        tasks.send(job.call(chunk.job(), chunk.index()));
        chunks++;
    }

    /** Sends a chunk of a job that it has one of already, if there is room. */
    boolean callAhead(Job job, Chunk chunk) {
        boolean sent = tasks.offer(job.call(chunk.job(), chunk.index()));
        chunks += sent ? 1 : 0;
        return sent;
    }

    /** How many chunks it may have at once: more, as long as they are short. */
    int pace() {
        return first != null || leaving ? 1 : pace;
    }

    /** It is through with a chunk, after so many nanoseconds of work. */
    void done(Chunk chunk, long nanos) {
        pace = nanos < SHORT ? Math.min(MOST, 2 * pace) : 1;
        first = chunk.equals(first) ? null : first;
    }

    /** The oldest chunk that it has not taken yet, if there is one. */
    Optional<Chunk> takeBack() {
        Message taken = first != null || leaving ? null : tasks.poll();
        if (taken instanceof Message.Forget forget) {
            boolean _ = tasks.offer(forget); // its place among calls does not matter
            taken = tasks.poll();
        }
        return taken instanceof Message.Call call ? Optional.of(new Chunk(call.job(), call.chunk())) : Optional.empty();
    }

    /** A busy worker with a full ring just keeps the function. */
    void forget(int function) {
        if (functions.contains(function) && tasks.offer(new Message.Forget(function))) {
            functions.remove(function);
        }
    }

    void stop() {
        if (!leaving) {
            leaving = true;
            tasks.send(new Message.Stop());
        }
    }

    void kill() {
        leaving = true;
        child.kill();
    }

    /** Its process is gone; gives the chunks that it never received. */
    List<Chunk> free() {
        List<Chunk> unread = tasks.drain().stream()
                .filter(Message.Call.class::isInstance)
                .map(Message.Call.class::cast)
                .map(call -> new Chunk(call.job(), call.chunk()))
                .toList();
        tasks.free();
        return unread;
    }
}
