package parley.inspect;

import java.util.Arrays;
import java.util.List;

/**
 * Text in columns.
 *
 * @param columns their heads
 * @param rows as many cells each as there are columns
 */
public record Table(List<Column> columns, List<List<String>> rows) {
    /** What is cut last and least: a column never gets narrower, unless it never was wider. */
    private static final int NARROWEST = 6;

    private static final String GAP = "  ";
    private static final String BOLD = "\033[1m";
    private static final String PLAIN = "\033[0m";

    /**
     * The head of a column.
     *
     * @param name what it shows
     * @param right whether its cells end at the same place, as numbers do
     */
    public record Column(String name, boolean right) {
        static Column text(String name) {
            return new Column(name, false);
        }

        static Column number(String name) {
            return new Column(name, true);
        }
    }

    /**
     * The table as lines, each with a newline, none wider than {@code width}; the widest columns are cut, with {@code …}.
     *
     * @param width of the terminal; 0 where there is none and nothing is cut
     * @param colour whether the heads are bold
     */
    public String render(int width, boolean colour) {
        int[] widths = widths();
        if (width > 0) {
            fit(widths, width);
        }
        StringBuilder out = new StringBuilder();
        String head = line(columns.stream().map(Column::name).toList(), widths);
        out.append(colour ? BOLD + head + PLAIN : head).append('\n');
        for (List<String> row : rows) {
            out.append(line(row, widths)).append('\n');
        }
        return out.toString();
    }

    private int[] widths() {
        int[] widths =
                columns.stream().mapToInt(column -> column.name().length()).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    /** Cuts the widest columns, down to their heads; and these too where that is not enough. */
    private void fit(int[] widths, int width) {
        int[] heads = columns.stream()
                .mapToInt(column -> Math.max(NARROWEST, column.name().length()))
                .toArray();
        int[] least = new int[widths.length];
        Arrays.fill(least, NARROWEST);
        int tooMuch = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - width;
        shrink(widths, least, shrink(widths, heads, tooMuch));
    }

    /** Takes characters from the widest column that may lose one; gives how many are still too much. */
    private static int shrink(int[] widths, int[] least, int tooMuch) {
        while (tooMuch > 0) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            tooMuch--;
        }
        return tooMuch;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(cells.get(i), widths[i]);
            String space = " ".repeat(widths[i] - cell.length());
            out.append(i == 0 ? "" : GAP);
            out.append(columns.get(i).right() ? space + cell : cell + space);
        }
        return out.toString().stripTrailing();
    }

    private static String cut(String cell, int width) {
        return cell.length() <= width ? cell : cell.substring(0, Math.max(0, width - 1)) + "…";
    }
}
