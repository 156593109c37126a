package parley.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import parley.ship.Shipment;

/**
 * The functions of a pool's jobs, by number: the same bytes have the same number, so that a worker gets a function once
 * and not with each call. Under its dispatcher's lock.
 */
final class FunctionTable {
    private static final int KEPT = 32;

    private final Map<Integer, Shipment> byNumber = new LinkedHashMap<>(16, 0.75f, true);
    private int next;

    /** The number of a function, known or new. */
    int number(Shipment function) {
        for (var known : byNumber.entrySet()) {
            Shipment other = known.getValue();
            if (other.language().equals(function.language()) && Arrays.equals(other.bytes(), function.bytes())) {
                int number = known.getKey();
                byNumber.get(number); // now the one used last
                return number;
            }
        }
        byNumber.put(next, function);
        return next++;
    }

    Message.Function message(int number) {
        Shipment function = byNumber.get(number);
        if (function == null) {
            throw new IllegalStateException("a job without its function");
        }
        return new Message.Function(number, function.language(), function.bytes());
    }

    /** Drops those used longest ago, but none that is needed; gives their numbers. */
    List<Integer> drop(IntPredicate needed) {
        List<Integer> dropped = new ArrayList<>();
        var oldest = byNumber.keySet().iterator();
        for (int over = byNumber.size() - KEPT; over > 0 && oldest.hasNext(); over--) {
            int number = oldest.next();
            if (!needed.test(number)) {
                oldest.remove();
                dropped.add(number);
            }
        }
        return dropped;
    }
}
