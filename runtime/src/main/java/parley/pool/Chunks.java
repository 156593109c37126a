package parley.pool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.ship.JavaValues;

/**
 * The items of one {@code map}, cut for the workers: each chunk a list in the tag codec.
 *
 * @param encoded in the order of the items
 */
record Chunks(List<byte[]> encoded) {
    /** As Python: about four chunks for each worker, so that a slow one does not hold up the rest. */
    private static final int CHUNKS_PER_WORKER = 4;

    static Chunks cut(List<? extends @Nullable Object> items, int chunksize, int workers) {
        int size = chunksize > 0 ? chunksize : defaultSize(items.size(), workers);
        List<byte[]> encoded = new ArrayList<>();
        for (int from = 0; from < items.size(); from += size) {
            encoded.add(JavaValues.encode("item", items.subList(from, Math.min(items.size(), from + size))));
        }
        return new Chunks(encoded);
    }

    static int defaultSize(int items, int workers) {
        return Math.max(1, Math.ceilDiv(items, workers * CHUNKS_PER_WORKER));
    }
}
