package parley.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.pool.Board.Chunk;

class WaitingTest {
    private final Waiting waiting = new Waiting();

    @Test
    void jobsFollowEachOtherAndWhatComesBackGoesFirst() {
        waiting.add(0, 2);
        waiting.add(1, 0);
        waiting.add(2, 1);
        assertEquals(0, waiting.nextJob());
        Chunk first = waiting.remove();
        assertEquals(new Chunk(0, 0), first);
        waiting.addFirst(first);
        assertEquals(first, waiting.remove());
        assertEquals(new Chunk(0, 1), waiting.remove());
        assertEquals(2, waiting.nextJob());
        assertFalse(waiting.isEmpty());
        assertEquals(new Chunk(2, 0), waiting.remove());
        assertTrue(waiting.isEmpty());
        assertNull(waiting.nextJob());
    }

    @Test
    void whatIsTakenOfAJobIsAllOfItAndNothingElse() {
        waiting.add(0, 3);
        waiting.add(1, 1);
        Chunk begun = waiting.remove();
        waiting.addFirst(begun);
        assertEquals(List.of(begun, new Chunk(0, 1), new Chunk(0, 2)), waiting.removeAll(0));
        assertEquals(List.of(new Chunk(1, 0)), waiting.removeAll());
        assertTrue(waiting.isEmpty());
    }
}
