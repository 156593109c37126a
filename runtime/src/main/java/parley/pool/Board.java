package parley.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which chunk waits and which worker has which: the state of a pool without its processes. Under its dispatcher's
 * lock.
 *
 * <pre>
 *   add ──▶ waiting ── assign, to an idle worker ──▶ given: the first runs, the others lie ready ── done ──▶
 *              ▲   └── ahead, to a busy one ───────▶                  │
 *              └───────────── takeBack ───────────────────────────────┘
 * </pre>
 *
 * All that a worker has is of one job: who ends a worker for the sake of a job hits no other.
 */
final class Board {
    /** One chunk of one job. */
    record Chunk(int job, int index) {}

    /** A worker gets a chunk. */
    record Given(int worker, Chunk chunk) {}

    private final Waiting waiting = new Waiting();
    private final Deque<Integer> idle = new ArrayDeque<>();
    private final Map<Integer, Deque<Chunk>> given = new HashMap<>();

    void add(int job, int chunks) {
        waiting.add(job, chunks);
    }

    /** A worker can take chunks from now on. */
    void up(int worker) {
        given.put(worker, new ArrayDeque<>());
        idle.add(worker);
    }

    /** A worker is to get no more. */
    void retire(int worker) {
        idle.remove(worker);
    }

    /** The next chunk, to a worker that has none. */
    Optional<Given> assign() {
        if (idle.isEmpty() || waiting.isEmpty()) {
            return Optional.empty();
        }
        Given next = new Given(idle.remove(), waiting.remove());
        given(next.worker()).add(next.chunk());
        return Optional.of(next);
    }

    /** The next chunk to a worker that has one of the same job, but fewer than so many. */
    Optional<Given> ahead(int worker, int most) {
        Deque<Chunk> has = given(worker);
        Integer job = waiting.nextJob();
        if (job == null || has.isEmpty() || has.size() >= most || has.getFirst().job() != job) {
            return Optional.empty();
        }
        Chunk next = waiting.remove();
        has.add(next);
        return Optional.of(new Given(worker, next));
    }

    /** Whether one worker has nothing, nothing waits, and another has more than it can do at once: that one. */
    Optional<Integer> overloaded() {
        if (idle.isEmpty() || !waiting.isEmpty()) {
            return Optional.empty();
        }
        return given.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .map(Map.Entry::getKey);
    }

    /** A chunk that its worker never saw goes out again, before the others; nothing where the worker does not have it. */
    void takeBack(Given back) {
        if (done(back)) {
            waiting.addFirst(back.chunk());
        }
    }

    /** A worker is through with a chunk; false where it does not have it, or not any more. */
    boolean done(Given ended) {
        Deque<Chunk> has = given(ended.worker());
        boolean had = has.remove(ended.chunk());
        if (had && has.isEmpty()) {
            idle.add(ended.worker());
        }
        return had;
    }

    /** What a worker has, in order. */
    Deque<Chunk> given(int worker) {
        Deque<Chunk> has = given.get(worker);
        return has == null ? new ArrayDeque<>() : has;
    }

    /** A worker is gone: gives what it had, in order. */
    Collection<Chunk> lost(int worker) {
        idle.remove(worker);
        @Nullable Deque<Chunk> had = given.remove(worker);
        return had == null ? List.of() : had;
    }

    /** A chunk of a lost worker that it never saw goes out again, before the others. */
    void again(Chunk chunk) {
        waiting.addFirst(chunk);
    }

    /** What waits of a job will not be handed out: gives it. */
    List<Chunk> drop(int job) {
        return waiting.removeAll(job);
    }

    /** The workers that have a chunk of a job. */
    List<Integer> runningOn(int job) {
        return given.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty()
                        && entry.getValue().getFirst().job() == job)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Nothing will be handed out any more: gives all that was waiting or given. */
    List<Chunk> clear() {
        List<Chunk> all = new ArrayList<>();
        given.values().forEach(has -> {
            all.addAll(has);
            has.clear();
        });
        all.addAll(waiting.removeAll());
        return all;
    }

    boolean isDone() {
        return waiting.isEmpty() && given.values().stream().allMatch(Collection::isEmpty);
    }
}
