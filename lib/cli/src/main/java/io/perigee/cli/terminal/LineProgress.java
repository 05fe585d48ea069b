package io.perigee.cli.terminal;

import java.io.PrintWriter;

/** A plain line for each change. */
final class LineProgress implements Progress {

    private final String task;
    private final PrintWriter out;
    private String last = "";

    LineProgress(String task, PrintWriter out) {
        this.task = task;
        this.out = out;
    }

    @Override
    public void at(long done, long all, String detail) {
        String line = task + ": " + done + " of " + all + (detail.isEmpty() ? "" : ", " + detail);
        if (!line.equals(last)) {
            out.println(line);
            last = line;
        }
    }

    @Override
    public void close() {}
}
