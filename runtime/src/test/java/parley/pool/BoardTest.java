package parley.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import parley.pool.Board.Chunk;
import parley.pool.Board.Given;

class BoardTest {
    private final Board board = new Board();

    private static Optional<Given> given(int worker, int job, int index) {
        return Optional.of(new Given(worker, new Chunk(job, index)));
    }

    @Test
    void chunksGoOutInOrderToIdleWorkersOnly() {
        board.add(0, 3);
        assertEquals(Optional.empty(), board.assign());
        board.up(7);
        board.up(8);
        assertEquals(given(7, 0, 0), board.assign());
        assertEquals(given(8, 0, 1), board.assign());
        assertEquals(Optional.empty(), board.assign());
        assertTrue(board.done(new Given(8, new Chunk(0, 1))));
        assertFalse(board.done(new Given(8, new Chunk(0, 1))), "done already");
        assertEquals(given(8, 0, 2), board.assign());
        assertFalse(board.isDone());
        assertTrue(board.done(new Given(7, new Chunk(0, 0))));
        assertTrue(board.done(new Given(8, new Chunk(0, 2))));
        assertTrue(board.isDone());
    }

    @Test
    void aBusyWorkerGetsChunksAheadOfItsOwnJobOnlyAndOnlySoMany() {
        board.add(0, 3);
        board.add(1, 1);
        assertEquals(Optional.empty(), board.ahead(7, 9), "not up");
        board.up(7);
        assertEquals(Optional.empty(), board.ahead(7, 9), "an idle one is given its first");
        board.assign();
        assertEquals(Optional.empty(), board.ahead(7, 1));
        assertEquals(given(7, 0, 1), board.ahead(7, 2));
        assertEquals(Optional.empty(), board.ahead(7, 2));
        assertEquals(given(7, 0, 2), board.ahead(7, 9));
        assertEquals(Optional.empty(), board.ahead(7, 9), "of another job");
        board.done(new Given(7, new Chunk(0, 0)));
        assertEquals(Optional.empty(), board.assign(), "it is not idle yet");
    }

    @Test
    void whatLiesReadyIsTakenBackForWhoHasNothing() {
        board.add(0, 3);
        board.up(7);
        board.assign();
        board.ahead(7, 3);
        board.ahead(7, 3);
        assertEquals(Optional.empty(), board.overloaded(), "nobody has nothing");
        board.up(8);
        assertEquals(Optional.of(7), board.overloaded());
        board.takeBack(new Given(7, new Chunk(0, 1)));
        assertEquals(Optional.empty(), board.overloaded(), "something waits");
        assertEquals(given(8, 0, 1), board.assign());
        board.takeBack(new Given(7, new Chunk(0, 1)));
        assertEquals(Optional.empty(), board.assign(), "it was not there any more");
    }

    @Test
    void aLostWorkerGivesBackItsChunksAndGetsNoMore() {
        board.add(4, 3);
        board.up(1);
        board.assign();
        board.ahead(1, 2);
        board.up(2);
        assertEquals(List.of(new Chunk(4, 0), new Chunk(4, 1)), List.copyOf(board.lost(1)));
        assertEquals(List.of(), List.copyOf(board.lost(1)));
        board.again(new Chunk(4, 1));
        assertEquals(given(2, 4, 1), board.assign(), "what it never saw goes out first");
        assertEquals(List.of(), List.copyOf(board.lost(9)), "one that never had anything");
    }

    @Test
    void aRetiredWorkerGetsNoMore() {
        board.up(1);
        board.retire(1);
        board.add(0, 1);
        assertEquals(Optional.empty(), board.assign());
        assertFalse(board.isDone());
    }

    @Test
    void clearGivesAllThatIsGivenAndWaits() {
        board.add(0, 3);
        board.add(1, 1);
        board.up(1);
        board.assign();
        board.ahead(1, 2);
        Set<String> all = new TreeSet<>();
        board.clear().forEach(chunk -> all.add(chunk.job() + "." + chunk.index()));
        assertEquals(Set.of("0.0", "0.1", "0.2", "1.0"), all);
        assertTrue(board.isDone());
        assertEquals(List.of(), board.clear());
    }

    @Test
    void dropTakesOneJobsChunksThatHaveNotBegunAndLeavesTheOthers() {
        board.add(0, 3);
        board.add(1, 1);
        board.up(5);
        board.assign();
        board.ahead(5, 2);
        board.takeBack(new Given(5, new Chunk(0, 1)));
        assertEquals(List.of(new Chunk(0, 1), new Chunk(0, 2)), List.copyOf(board.drop(0)));
        assertEquals(List.of(5), List.copyOf(board.runningOn(0)));
        board.done(new Given(5, new Chunk(0, 0)));
        assertEquals(List.of(), List.copyOf(board.runningOn(0)));
        assertEquals(given(5, 1, 0), board.assign());
    }
}
