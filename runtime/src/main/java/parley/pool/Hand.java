package parley.pool;

import java.util.HashSet;
import java.util.Set;
import parley.process.Child;

/** A worker's process and what was sent to it. Under its dispatcher's lock. */
final class Hand {
    private final Child child;
    private final Post tasks;
    private final Set<Integer> functions = new HashSet<>();
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

    void call(FunctionTable known, Job job, Board.Chunk chunk) {
        if (!functions.contains(job.function())) {
            tasks.send(known.message(job.function()));
            functions.add(job.function());
        }
        tasks.send(job.call(chunk.job(), chunk.index()));
        chunks++;
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

    /** Its process is gone; gives whether the last call was never received. */
    boolean free() {
        boolean unread = tasks.drain().stream().anyMatch(Message.Call.class::isInstance);
        tasks.free();
        return unread;
    }
}
