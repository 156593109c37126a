package parley.manager;

import org.jspecify.annotations.Nullable;

/**
 * Python's {@code threading.Barrier}. Who comes joins a round; the last one of it, a break or a reset ends the round, and
 * the next one begins.
 */
final class BarrierReferent implements Referent {
    private final int parties;
    private final @Nullable Double timeout;
    private Round round = new Round();
    private boolean broken;

    /** Those who wait together. */
    private static final class Round {
        private int waiting;
        private boolean full;
        private boolean broken;
    }

    BarrierReferent(Arguments given) throws PythonError {
        parties = given.integer(0, "parties");
        if (parties < 1) {
            throw PythonError.of("ValueError", "parties must be > 0");
        }
        if (given.get(1, "action", null) != null) {
            throw PythonError.of("TypeError", "a barrier of a manager in Java has no action: functions do not travel");
        }
        timeout = given.seconds(2, "timeout");
    }

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "wait" -> {
                Double own = given.seconds(0, "timeout");
                yield await(own == null ? timeout : own);
            }
            case "abort" -> {
                breakRound();
                broken = true;
                yield null;
            }
            case "reset" -> {
                breakRound();
                broken = false;
                yield null;
            }
            case "__getattribute__" ->
                switch (given.text(0, "name")) {
                    case "parties" -> parties;
                    case "n_waiting" -> round.waiting;
                    case "broken" -> broken;
                    default ->
                        throw PythonError.of(
                                "AttributeError", "'Barrier' object has no attribute '" + given.text(0, "name") + "'");
                };
            default -> throw Kinds.noMethod("barrier", method);
        };
    }

    private int await(@Nullable Double most) throws PythonError {
        if (broken) {
            throw error();
        }
        Round mine = round;
        int index = mine.waiting++;
        if (mine.waiting == parties) {
            mine.full = true;
            round = new Round();
            notifyAll();
            return index;
        }
        boolean inTime = false;
        try {
            inTime = Caller.await(this, most == null ? null : Math.max(0, most), () -> mine.full || mine.broken);
        } finally {
            if (!inTime && !mine.full) { // or whoever waited was killed
                broken = true;
                breakRound();
            }
        }
        if (!mine.full) {
            throw error();
        }
        return index;
    }

    private void breakRound() {
        round.broken = true;
        round = new Round();
        notifyAll();
    }

    private static PythonError error() {
        return PythonError.of("threading.BrokenBarrierError");
    }

    @Override
    public Object value() throws PythonError {
        throw PythonError.of("TypeError", "cannot pickle a barrier");
    }

    @Override
    public synchronized String show() {
        return "<Barrier: waiters=" + round.waiting + "/" + parties + (broken ? " broken>" : ">");
    }
}
