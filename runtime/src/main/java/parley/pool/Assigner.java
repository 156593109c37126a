package parley.pool;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import parley.pool.Board.Chunk;
import parley.pool.Board.Given;
import parley.trace.Failure;
import parley.trace.UserFailure;

/**
 * Sends chunks to workers. One that has none gets the next. One whose chunks are short gets more ahead, so that it does
 * not wait for each in turn; they are taken back for another worker that has nothing to do, so that a short one never
 * waits behind a long one for longer than all are busy. Under its dispatcher's lock.
 */
final class Assigner {
    private final Board board;
    private final Map<Integer, Hand> hands;
    private final Map<Integer, Job> jobs;
    private final FunctionTable functions;
    private final boolean ahead;

    /**
     * For one pool.
     *
     * @param ahead whether a worker may have more than one chunk
     */
    Assigner(Board board, Map<Integer, Hand> hands, Map<Integer, Job> jobs, FunctionTable functions, boolean ahead) {
        this.board = board;
        this.hands = hands;
        this.jobs = jobs;
        this.functions = functions;
        this.ahead = ahead;
    }

    /**
     * Sends what can be sent now.
     *
     * @param unsent told of each chunk whose arguments cannot be sent, and why
     */
    void assign(BiConsumer<Chunk, Failure> unsent) {
        do {
            for (Optional<Given> next = board.assign(); next.isPresent(); next = board.assign()) {
                send(next.get(), unsent);
            }
        } while (takeBack());
        if (ahead) {
            hands.forEach(this::fill);
        }
    }

    private void send(Given next, BiConsumer<Chunk, Failure> unsent) {
        try {
            hand(next).call(functions, job(next), next.chunk());
        } catch (UncheckedIOException | IllegalArgumentException | OutOfMemoryError e) {
            boolean _ = board.done(next);
            unsent.accept(next.chunk(), new UserFailure("arguments cannot be sent: because=" + e.getMessage()));
        }
    }

    /** Half of it at once: a worker that is woken finds work for a while. */
    private void fill(int worker, Hand hand) {
        int most = hand.pace();
        if (board.given(worker).size() > most / 2) {
            return;
        }
        boolean sent = true;
        for (Optional<Given> next = board.ahead(worker, most); sent && next.isPresent(); ) {
            sent = hand.callAhead(job(next.get()), next.get().chunk());
            if (sent) {
                next = board.ahead(worker, most);
            } else {
                board.takeBack(next.get());
            }
        }
    }

    /** One chunk from a worker that has several, if one has none; false where there is no such chunk. */
    private boolean takeBack() {
        return board.overloaded().map(this::takeBackFrom).orElse(false);
    }

    /** What no worker has begun of a job waits again. */
    void takeBack(int job) {
        for (int worker : board.runningOn(job)) {
            boolean more = true;
            while (more) {
                more = takeBackFrom(worker);
            }
        }
    }

    private boolean takeBackFrom(int worker) {
        Optional<Chunk> chunk = hand(worker).takeBack();
        chunk.ifPresent(back -> board.takeBack(new Given(worker, back)));
        return chunk.isPresent();
    }

    private Hand hand(Given next) {
        return hand(next.worker());
    }

    private Hand hand(int worker) {
        Hand hand = hands.get(worker);
        if (hand == null) {
            throw new IllegalStateException("a chunk without a worker");
        }
        return hand;
    }

    private Job job(Given next) {
        Job job = jobs.get(next.chunk().job());
        if (job == null) {
            throw new IllegalStateException("a chunk without a job");
        }
        return job;
    }
}
