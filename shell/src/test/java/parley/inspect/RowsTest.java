package parley.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parley.eval.Variable;
import parley.trace.ConnectionRow;
import parley.trace.ConnectionState;
import parley.trace.ProcessRow;
import parley.trace.ProcessState;
import parley.trace.QueueRow;
import parley.wire.Encoder;

class RowsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final List<ProcessRow> PROCESSES = List.of(
            new ProcessRow("MainProcess", 100, 99, "java", ProcessState.RUNNING, "", NOW.minusMillis(3250), null),
            new ProcessRow(
                    "Process-1", 101, 100, "python", ProcessState.WAITING, "get Queue-1", NOW.minusSeconds(90), null),
            new ProcessRow("Process-2", 102, 100, "python", ProcessState.ENDED, "", NOW.minusSeconds(7200), -9));

    @Test
    void processesAreShownInAlignedColumns() {
        assertEquals(
                """
                name         pid  parent  language  state    waits for        since  exit code
                MainProcess  100      99  java      running                   3.2 s
                Process-1    101     100  python    waiting  get Queue-1 (q)  1 min
                Process-2    102     100  python    ended                       2 h         -9
                """,
                Rows.processes(PROCESSES, List.of(new QueueRow("Queue-1", "q", 0, 0, 1, 0)), NOW)
                        .render(0, false));
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        Table table = Rows.processes(PROCESSES, List.of(), NOW);
        for (int width = 60; width < 80; width++) {
            String text = table.render(width, false);
            int most = width;
            assertTrue(text.lines().allMatch(line -> line.length() <= most), text);
        }
    }

    @Test
    void longCellsAreCutBeforeHeads() {
        String text = Rows.processes(PROCESSES, List.of(), NOW).render(70, false);
        assertTrue(text.startsWith("name       pid  parent  language  state    waits for"), text);
        assertTrue(text.contains("MainProc…"), text);
    }

    @Test
    void queuesSayWhoWaits() {
        assertEquals(
                """
                name     variable  items  limit  waiting to get  waiting to put
                Queue-1  q             3   none               2               0
                Queue-2                0     10               0               1
                """,
                Rows.queues(List.of(new QueueRow("Queue-1", "q", 3, 0, 2, 0), new QueueRow("Queue-2", "", 0, 10, 0, 1)))
                        .render(80, false));
    }

    @Test
    void connectionsSayWhoTalksWithWhomAndHowMuch() {
        assertEquals(
                """
                process              state      address         peer            since  in  bytes  out  bytes
                MainProcess (pid 6)  listening  127.0.0.1:6000                  2.0 s   1      0    0      0
                Process-1 (pid 7)    open       127.0.0.1:5123  127.0.0.1:6000  1 min   3     70    4     99
                """,
                Rows.connections(
                                List.of(
                                        new ConnectionRow(
                                                "MainProcess (pid 6)",
                                                ConnectionState.LISTENING,
                                                "127.0.0.1:6000",
                                                "",
                                                NOW.minusSeconds(2),
                                                1,
                                                0,
                                                0,
                                                0),
                                        new ConnectionRow(
                                                "Process-1 (pid 7)",
                                                ConnectionState.OPEN,
                                                "127.0.0.1:5123",
                                                "127.0.0.1:6000",
                                                NOW.minusSeconds(60),
                                                3,
                                                70,
                                                4,
                                                99)),
                                NOW)
                        .render(0, false));
    }

    @Test
    void itemsAreNumberedInOrder() {
        List<byte[]> items = IntStream.range(0, 12)
                .mapToObj(i -> new Encoder().text("item " + i).toBytes())
                .toList();
        assertEquals("""
                Queue-1 (q): 12 items
                  0  'item 0'
                  1  'item 1'
                  … 10 more
                """, Rows.items("Queue-1 (q)", items, 2, 80));
        assertEquals("Queue-1: empty\n", Rows.items("Queue-1", List.of(), 10, 80));
        assertTrue(Rows.items("Queue-1", items, 12, 80).contains("\n   9  'item 9'\n  10  'item 10'\n"));
    }

    @Test
    void variablesAreShownWithTypeAndValue() {
        assertEquals("""
                name  type  value
                n     int   3
                """, Rows.variables(List.of(new Variable("n", "int", "3"))).render(80, false));
    }

    @Test
    void headsAreBoldWithColours() {
        assertTrue(Rows.variables(List.of()).render(80, true).startsWith("\033[1mname"));
    }

    @Test
    void timesAreShort() {
        assertEquals("0.0 s", Ago.of(Duration.ofMillis(-5)));
        assertEquals("59.9 s", Ago.of(Duration.ofMillis(59_999)));
        assertEquals("59 min", Ago.of(Duration.ofSeconds(3599)));
        assertEquals("47 h", Ago.of(Duration.ofHours(47)));
        assertEquals("3 d", Ago.of(Duration.ofHours(80)));
    }
}
