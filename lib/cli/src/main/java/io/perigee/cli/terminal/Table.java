package io.perigee.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings, aligned with spaces: for eyes, {@code awk} and {@code grep}. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    /** Adds a row; an empty cell is shown as {@code -}, so that every line has the same number of words. */
    public Table row(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + rows.getFirst());
        }
        rows.add(cells.stream().map(cell -> cell.isEmpty() ? "-" : cell).toList());
        return this;
    }

    public void print(PrintWriter out) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                line.append(i == 0 ? "" : GAP).append(cell);
                if (i < columns - 1) {
                    line.repeat(" ", widths[i] - cell.length());
                }
            }
            out.println(line);
        }
    }
}
