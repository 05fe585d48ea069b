package io.perigee.demo;

import java.util.ArrayList;
import java.util.List;

/** What the command prints of a running network: its addresses, and lines to copy. */
public final class DemoTable {

    private DemoTable() {}

    /** The lines, without line ends. */
    public static List<String> lines(DemoNetwork network) {
        List<String> lines = new ArrayList<>();
        lines.add(row("dashboard", network.dashboardUrl(), ""));
        lines.add(row("control plane", network.controlUrl(), "API; its description: /openapi.json"));
        lines.add(row("origin", network.originUrl(), "answers the network only; S3 API: " + network.originApiUrl()));
        lines.add(row("router", network.routerUrl(), "sends viewers to the nearest edge"));
        for (DemoRegional regional : network.regionals()) {
            lines.add("");
            lines.add(row(regional.region().title(), regional.url(), regional.id() + ", answers edges only"));
            for (DemoEdge edge : network.edges(regional.region())) {
                lines.add(row(
                        "  " + edge.city(), edge.url(), edge.id() + ", " + edge.location() + ", " + edge.httpsUrl()));
            }
        }
        lines.add("");
        for (Example example : Example.of(network)) {
            lines.add("  # " + example.shows());
            lines.add("  " + example.command());
        }
        return lines;
    }

    private static String row(String name, Object url, String notes) {
        return "  %-17s %-24s %s".formatted(name, url, notes).stripTrailing();
    }
}
