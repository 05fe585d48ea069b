package io.perigee.benchmarks.network;

import java.io.IOException;

/**
 * What a control plane says in its metrics of the changes that every node has applied.
 *
 * @param count how many
 * @param seconds how long they took from their commit, all of them together
 */
record AppliedChanges(long count, double seconds) {

    private static final String NAME = "perigee_change_applied_seconds";

    /** @param metrics as Prometheus reads them */
    static AppliedChanges of(String metrics) throws IOException {
        return new AppliedChanges((long) value(metrics, NAME + "_count"), value(metrics, NAME + "_sum"));
    }

    private static double value(String metrics, String name) throws IOException {
        String line = metrics.lines()
                .filter(metric -> metric.startsWith(name + " "))
                .findFirst()
                .orElseThrow(() -> new IOException("the control plane's metrics have no " + name));
        return Double.parseDouble(line.substring(name.length() + 1));
    }
}
