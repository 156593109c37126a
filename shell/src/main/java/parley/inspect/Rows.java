package parley.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import parley.eval.Variable;
import parley.inspect.Table.Column;
import parley.trace.ConnectionRow;
import parley.trace.ManagerRow;
import parley.trace.ProcessRow;
import parley.trace.QueueRow;
import parley.wire.Plain;

/** What each inspecting command shows, from rows. */
public final class Rows {
    private Rows() {}

    /**
     * The processes of a session, for {@code %ps}.
     *
     * @param rows in the order to be shown
     * @param queues give the names of variables to what processes wait for
     * @param now the moment of the look
     */
    public static Table processes(List<ProcessRow> rows, List<QueueRow> queues, Instant now) {
        Map<String, String> labels = queues.stream()
                .filter(queue -> !queue.label().isEmpty())
                .collect(Collectors.toMap(QueueRow::name, QueueRow::label, (a, _) -> a));
        Function<ProcessRow, List<String>> cells = row -> List.of(
                row.name(),
                row.pid() == 0 ? "" : Long.toString(row.pid()),
                row.parent() == 0 ? "" : Long.toString(row.parent()),
                row.language(),
                row.state().name().toLowerCase(Locale.ROOT),
                waitsFor(row.waitsFor(), labels),
                Ago.of(Duration.between(row.since(), now)),
                row.exitcode() == null ? "" : row.exitcode().toString());
        return new Table(
                List.of(
                        Column.text("name"),
                        Column.number("pid"),
                        Column.number("parent"),
                        Column.text("language"),
                        Column.text("state"),
                        Column.text("waits for"),
                        Column.number("since"),
                        Column.number("exit code")),
                rows.stream().map(cells).toList());
    }

    /** {@code get Queue-1} with the variable that holds it: {@code get Queue-1 (q)}. */
    private static String waitsFor(String what, Map<String, String> labels) {
        String label = labels.get(what.substring(what.lastIndexOf(' ') + 1));
        return label == null ? what : what + " (" + label + ")";
    }

    /**
     * The queues of a session, for {@code %queues}.
     *
     * @param rows in the order to be shown
     */
    public static Table queues(List<QueueRow> rows) {
        Function<QueueRow, List<String>> cells = row -> List.of(
                row.name(),
                row.label(),
                Integer.toString(row.items()),
                row.limit() == 0 ? "none" : Integer.toString(row.limit()),
                Integer.toString(row.readers()),
                Integer.toString(row.writers()));
        return new Table(
                List.of(
                        Column.text("name"),
                        Column.text("variable"),
                        Column.number("items"),
                        Column.number("limit"),
                        Column.number("waiting to get"),
                        Column.number("waiting to put")),
                rows.stream().map(cells).toList());
    }

    /**
     * The managers of a session and what they hold, for {@code %managers}: two tables.
     *
     * @param rows in the order to be shown
     */
    public static List<Table> managers(List<ManagerRow> rows) {
        Table managers = new Table(
                List.of(
                        Column.text("name"),
                        Column.text("process"),
                        Column.text("state"),
                        Column.number("clients"),
                        Column.number("objects"),
                        Column.text("address")),
                rows.stream()
                        .map(row -> List.of(
                                row.name(),
                                row.process(),
                                row.state(),
                                Integer.toString(row.clients()),
                                Integer.toString(row.objects().size()),
                                row.address()))
                        .toList());
        Table objects = new Table(
                List.of(
                        Column.text("manager"),
                        Column.text("id"),
                        Column.text("type"),
                        Column.number("references"),
                        Column.text("value")),
                rows.stream()
                        .flatMap(row -> row.objects().stream()
                                .map(held -> List.of(
                                        row.name(),
                                        held.id(),
                                        held.type(),
                                        Integer.toString(held.references()),
                                        held.value())))
                        .toList());
        return List.of(managers, objects);
    }

    /**
     * The listeners and connections over sockets of a session, for {@code %connections}.
     *
     * @param rows in the order to be shown
     * @param now the moment of the look
     */
    public static Table connections(List<ConnectionRow> rows, Instant now) {
        Function<ConnectionRow, List<String>> cells = row -> List.of(
                row.process(),
                row.state().name().toLowerCase(Locale.ROOT),
                row.address(),
                row.peer(),
                Ago.of(Duration.between(row.since(), now)),
                Long.toString(row.messagesIn()),
                Long.toString(row.bytesIn()),
                Long.toString(row.messagesOut()),
                Long.toString(row.bytesOut()));
        return new Table(
                List.of(
                        Column.text("process"),
                        Column.text("state"),
                        Column.text("address"),
                        Column.text("peer"),
                        Column.number("since"),
                        Column.number("in"),
                        Column.number("bytes"),
                        Column.number("out"),
                        Column.number("bytes")),
                rows.stream().map(cells).toList());
    }

    /**
     * What the user has defined, for {@code %who}.
     *
     * @param variables in the order to be shown
     */
    public static Table variables(List<Variable> variables) {
        return new Table(
                List.of(Column.text("name"), Column.text("type"), Column.text("value")),
                variables.stream()
                        .map(one -> List.of(one.name(), one.type(), one.value()))
                        .toList());
    }

    /**
     * The first items of a queue, for {@code %peek}: a line about the queue, then one for each item.
     *
     * @param queue the queue's name, with its variable
     * @param items encoded, in order
     * @param limit how many are shown
     * @param width of the terminal; 0 where there is none and nothing is cut
     */
    public static String items(String queue, List<byte[]> items, int limit, int width) {
        List<String> lines = new ArrayList<>();
        lines.add(queue + ": " + (items.isEmpty() ? "empty" : items.size() == 1 ? "1 item" : items.size() + " items"));
        int shown = Math.min(limit, items.size());
        int digits = Integer.toString(Math.max(0, shown - 1)).length();
        int room = width == 0 ? Integer.MAX_VALUE : Math.max(10, width - digits - 4);
        for (int i = 0; i < shown; i++) {
            String number = Integer.toString(i);
            lines.add("  " + " ".repeat(digits - number.length()) + number + "  " + Plain.show(items.get(i), room));
        }
        if (shown < items.size()) {
            lines.add("  … " + (items.size() - shown) + " more");
        }
        return String.join("\n", lines) + "\n";
    }
}
