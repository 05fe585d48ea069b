package io.perigee.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.chaos.check.RunReport;
import io.perigee.chaos.check.Verdict;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Table;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Texts;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Shows a report: every promise with its number and its verdict. */
final class ReportPrinter {

    private ReportPrinter() {}

    static void print(Terminal terminal, OutputFormat format, RunReport report) {
        switch (format) {
            case TABLE -> table(terminal.out(), report);
            case JSON -> terminal.out().println(Texts.json(json(report)));
            case YAML -> terminal.out().println(Texts.yaml(json(report)));
        }
    }

    private static void table(PrintWriter out, RunReport report) {
        Table table = new Table(List.of("VERDICT", "PROMISE", "MEASURED"));
        report.verdicts()
                .forEach(verdict ->
                        table.row(List.of(state(verdict), verdict.promise().text(), verdict.measured())));
        table.print(out);
        RunReport.Counts counts = report.counts();
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "%,d answers (%,d hits at edges), %,d failed requests, %,d fetches, %,d invalidations, %,d changes",
                counts.answers(),
                counts.hits(),
                counts.failed(),
                counts.fetches(),
                counts.invalidations(),
                counts.changes()));
        out.println(String.format(
                Locale.ROOT,
                "faults: %s; %,d times a request met an invalidation of its path during one",
                report.faults(),
                counts.interleavings()));
        report.notTried().forEach(each -> out.println("not tried: " + each));
        for (Verdict verdict : report.verdicts()) {
            if (!verdict.findings().isEmpty()) {
                out.println();
                out.println("broken: " + verdict.promise().text());
                verdict.findings().forEach(finding -> out.println("  " + finding));
            }
        }
        out.println();
        out.println((report.isKept() ? "no promise was broken" : "promises were broken") + "; \"" + report.scenario()
                + "\" on " + report.place() + ", seed " + report.seed());
    }

    private static String state(Verdict verdict) {
        return verdict.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonNode json(RunReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("scenario", report.scenario());
        json.put("seed", report.seed());
        json.put("place", report.place());
        json.put("kept", report.isKept());
        ArrayNode promises = json.putArray("promises");
        for (Verdict verdict : report.verdicts()) {
            ObjectNode each = promises.addObject();
            each.put("id", verdict.promise().id());
            each.put("promise", verdict.promise().text());
            each.put("verdict", state(verdict));
            each.put("measured", verdict.measured());
            ArrayNode findings = each.putArray("findings");
            verdict.findings().forEach(findings::add);
        }
        ObjectNode faults = json.putObject("faults");
        report.faults().forEach(faults::put);
        ArrayNode notTried = json.putArray("notTried");
        report.notTried().forEach(notTried::add);
        RunReport.Counts counts = report.counts();
        json.putObject("counts")
                .put("answers", counts.answers())
                .put("hits", counts.hits())
                .put("failed", counts.failed())
                .put("fetches", counts.fetches())
                .put("invalidations", counts.invalidations())
                .put("changes", counts.changes())
                .put("interleavings", counts.interleavings());
        return json;
    }
}
