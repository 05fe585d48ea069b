package io.perigee.cli.bench;

import io.perigee.benchmarks.peers.ComparisonReport;
import io.perigee.benchmarks.peers.Goal;
import io.perigee.benchmarks.peers.Lane;
import io.perigee.benchmarks.peers.Result;
import io.perigee.cli.terminal.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A comparison for people: a table for each kind of request, the goals, and how it was measured. */
final class PeersTables {

    private static final List<String> HEADINGS =
            List.of("SERVER", "REQUESTS/S", "CPU-US", "P50-MS", "P99-MS", "P99.9-MS", "VS-BARE", "VS-PEER", "FILES");

    private PeersTables() {}

    static void print(ComparisonReport report, PrintWriter out) {
        List<Result> shown = new ArrayList<>();
        for (Result result : report.results()) {
            if (!shown.isEmpty() && !shown.getFirst().lane().isSameKind(result.lane())) {
                table(report, shown, out);
                shown.clear();
            }
            shown.add(result);
        }
        if (!shown.isEmpty()) {
            table(report, shown, out);
        }
        goals(report, out);
        notes(report, out);
    }

    private static void table(ComparisonReport report, List<Result> results, PrintWriter out) {
        Lane kind = results.getFirst().lane();
        out.println(kind.payload().label() + ", " + kind.transport().title() + ", from "
                + kind.storage().title());
        Table table = new Table(HEADINGS);
        for (Result result : results) {
            table.row(List.of(
                    result.lane().server() + (result.clean() ? "" : "*"),
                    String.format(Locale.ROOT, "%.0f", result.requestsPerSecond()),
                    known("%.1f", result.processorMicrosPerRequest()),
                    millis(result.p50Micros()),
                    millis(result.p99Micros()),
                    millis(result.p999Micros()),
                    ratio(report.againstBare(result)),
                    ratio(report.againstFastestPeer(result)),
                    known("%.2f", result.fromFiles())));
        }
        table.print(out);
        if (results.stream().anyMatch(result -> !result.clean())) {
            out.println("* not only hits, not from disk, too few, or not without errors: --json shows which");
        }
        out.println();
    }

    private static void goals(ComparisonReport report, PrintWriter out) {
        if (report.goals().isEmpty()) {
            return;
        }
        out.println("Goals, as ratios of CPU-us");
        Table table = new Table(List.of("RATIO", "GOAL", "MET", "WHAT"));
        for (Goal goal : report.goals()) {
            table.row(List.of(
                    String.format(Locale.ROOT, "%.2f", goal.ratio()),
                    String.format(Locale.ROOT, "<=%.2f", goal.limit()),
                    goal.isMet() ? "yes" : "no",
                    goal.what()));
        }
        table.print(out);
        out.println();
    }

    private static void notes(ComparisonReport report, PrintWriter out) {
        ComparisonReport.Machine machine = report.machine();
        out.printf(
                Locale.ROOT,
                "%s, %d processors, %s, %s; load average %.1f before, %.1f after%n",
                machine.processor(),
                machine.processors(),
                machine.kernel(),
                machine.java(),
                machine.loadAverageBefore(),
                machine.loadAverageAfter());
        for (ComparisonReport.Entrant entrant : report.entrants()) {
            out.println(entrant.name() + " (" + entrant.storage().title() + "): " + entrant.version() + "; "
                    + entrant.setup());
        }
    }

    private static String millis(double micros) {
        return String.format(Locale.ROOT, "%.2f", micros / 1000);
    }

    private static String ratio(OptionalDouble ratio) {
        return known("%.2f", ratio.orElse(Double.NaN));
    }

    private static String known(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
