package parley.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BoardTest {
    private final Board board = new Board();

    @Test
    void chunksGoOutInOrderToFreeWorkersOnly() {
        board.add(0, 3);
        assertEquals(Optional.empty(), board.assign());
        board.free(7);
        board.free(8);
        assertEquals(Optional.of(7), board.assign());
        assertEquals(Optional.of(8), board.assign());
        assertEquals(Optional.empty(), board.assign());
        assertEquals(new Board.Chunk(0, 0), board.running(7));
        assertEquals(new Board.Chunk(0, 1), board.running(8));
        board.free(8);
        assertNull(board.running(8));
        assertEquals(Optional.of(8), board.assign());
        assertEquals(new Board.Chunk(0, 2), board.running(8));
        assertFalse(board.isDone());
        board.free(7);
        board.free(8);
        assertTrue(board.isDone());
    }

    @Test
    void aLostWorkerGivesBackItsChunkAndGetsNoMore() {
        board.add(4, 2);
        board.free(1);
        board.free(2);
        board.assign();
        assertEquals(new Board.Chunk(4, 0), board.lost(1));
        assertNull(board.lost(1));
        assertEquals(Optional.of(2), board.assign());
        assertNull(board.lost(9), "one that never had anything");
    }

    @Test
    void aChunkThatItsWorkerNeverSawGoesOutFirst() {
        board.add(4, 2);
        board.free(1);
        board.assign();
        board.again(board.lost(1));
        board.free(2);
        board.assign();
        assertEquals(new Board.Chunk(4, 0), board.running(2));
    }

    @Test
    void aRetiredWorkerGetsNoMore() {
        board.free(1);
        board.retire(1);
        board.add(0, 1);
        assertEquals(Optional.empty(), board.assign());
        assertFalse(board.isDone());
    }

    @Test
    void clearGivesAllThatRunsAndWaits() {
        board.add(0, 2);
        board.add(1, 1);
        board.free(1);
        board.assign();
        Set<String> all = new TreeSet<>();
        board.clear().forEach(chunk -> all.add(chunk.job() + "." + chunk.index()));
        assertEquals(Set.of("0.0", "0.1", "1.0"), all);
        assertTrue(board.isDone());
        assertEquals(List.of(), board.clear());
    }

    @Test
    void dropTakesOneJobsWaitingChunksAndLeavesTheOthers() {
        board.add(0, 3);
        board.add(1, 1);
        board.free(5);
        board.assign();
        assertEquals(List.of(new Board.Chunk(0, 1), new Board.Chunk(0, 2)), List.copyOf(board.drop(0)));
        assertEquals(List.of(5), List.copyOf(board.runningOn(0)));
        board.free(5);
        assertEquals(Optional.of(5), board.assign());
        assertEquals(new Board.Chunk(1, 0), board.running(5));
    }
}
