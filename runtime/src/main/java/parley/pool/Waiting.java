package parley.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.pool.Board.Chunk;

/**
 * The chunks that no worker has, in order: a job's lie in a row, which takes no memory for each. Under its dispatcher's
 * lock.
 */
final class Waiting {
    private static final class Row {
        private final int job;
        private int next;
        private final int end;

        private Row(int job, int next, int end) {
            this.job = job;
            this.next = next;
            this.end = end;
        }
    }

    private final Deque<Row> rows = new ArrayDeque<>(); // none is empty

    /** All chunks of a job, behind the others. */
    void add(int job, int chunks) {
        if (chunks > 0) {
            rows.addLast(new Row(job, 0, chunks));
        }
    }

    /** One that was handed out already, before the others. */
    void addFirst(Chunk chunk) {
        rows.addFirst(new Row(chunk.job(), chunk.index(), chunk.index() + 1));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The job of the next one; null where none waits. */
    @Nullable
    Integer nextJob() {
        Row row = rows.peekFirst();
        return row == null ? null : row.job;
    }

    /** Takes the next one, of which there must be one. */
    Chunk remove() {
        Row row = rows.getFirst();
        Chunk next = new Chunk(row.job, row.next++);
        if (row.next == row.end) {
            rows.removeFirst();
        }
        return next;
    }

    /** Takes all of a job. */
    List<Chunk> removeAll(int job) {
        List<Chunk> removed = new ArrayList<>();
        for (Row row : rows) {
            if (row.job == job) {
                addAll(removed, row);
            }
        }
        rows.removeIf(row -> row.job == job);
        return removed;
    }

    /** Takes all. */
    List<Chunk> removeAll() {
        List<Chunk> removed = new ArrayList<>();
        rows.forEach(row -> addAll(removed, row));
        rows.clear();
        return removed;
    }

    private static void addAll(List<Chunk> chunks, Row row) {
        for (int index = row.next; index < row.end; index++) {
            chunks.add(new Chunk(row.job, index));
        }
    }
}
