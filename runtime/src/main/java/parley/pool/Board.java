package parley.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which chunk waits and which worker has which: the state of a pool without its processes. Under its dispatcher's
 * lock.
 */
final class Board {
    /** One chunk of one job. */
    record Chunk(int job, int index) {}

    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final Map<Integer, Chunk> running = new HashMap<>();

    void add(int job, int chunks) {
        for (int i = 0; i < chunks; i++) {
            waiting.add(new Chunk(job, i));
        }
    }

    /** A worker came up or finished what it had. */
    void free(int worker) {
        running.remove(worker);
        free.add(worker);
    }

    /** A worker is to get no more. */
    void retire(int worker) {
        free.remove(worker);
    }

    /** A worker that gets a chunk now, where there is both. */
    Optional<Integer> assign() {
        if (free.isEmpty() || waiting.isEmpty()) {
            return Optional.empty();
        }
        int worker = free.remove();
        running.put(worker, waiting.remove());
        return Optional.of(worker);
    }

    /** What a worker has, or null. */
    @Nullable
    Chunk running(int worker) {
        return running.get(worker);
    }

    /** A worker is gone: gives what it had. */
    @Nullable
    Chunk lost(int worker) {
        free.remove(worker);
        return running.remove(worker);
    }

    /** What waits of a job will not be handed out: gives it. */
    List<Chunk> drop(int job) {
        List<Chunk> dropped =
                waiting.stream().filter(chunk -> chunk.job() == job).toList();
        waiting.removeAll(dropped);
        return dropped;
    }

    /** The workers that have a chunk of a job. */
    List<Integer> runningOn(int job) {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().job() == job)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A chunk that its worker never saw goes out again, before the others. */
    void again(Chunk chunk) {
        waiting.addFirst(chunk);
    }

    /** Nothing will be handed out any more: gives all that was waiting or running. */
    List<Chunk> clear() {
        List<Chunk> all = new ArrayList<>(running.values());
        all.addAll(waiting);
        running.clear();
        waiting.clear();
        return all;
    }

    boolean isDone() {
        return waiting.isEmpty() && running.isEmpty();
    }
}
