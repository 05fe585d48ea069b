package io.perigee.benchmarks.load;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run of the load generator saw.
 *
 * @param requests answered, whole
 * @param bytes received, with heads
 * @param micros how long it ran
 * @param errors connections refused or broken, timeouts, answers that were not 2xx or 3xx
 * @param p50Micros half of the requests took at most this long
 */
public record LoadReport(
        long requests, long bytes, long micros, long errors, long p50Micros, long p99Micros, long p999Micros) {

    private static final Pattern LINE = Pattern.compile("^perigee((?: [a-z0-9]+=\\d+)+)$", Pattern.MULTILINE);
    private static final Pattern FIELD = Pattern.compile("([a-z0-9]+)=(\\d+)");

    /**
     * Finds the line that {@code report.lua} makes wrk print.
     *
     * @throws IllegalArgumentException with the whole output if there is none
     */
    static LoadReport parse(String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalArgumentException("wrk did not report: " + output.strip());
        }
        Map<String, Long> fields = new HashMap<>();
        Matcher field = FIELD.matcher(line.group(1));
        while (field.find()) {
            fields.put(field.group(1), Long.parseLong(field.group(2)));
        }
        return new LoadReport(
                get(fields, "requests"),
                get(fields, "bytes"),
                get(fields, "micros"),
                get(fields, "connect")
                        + get(fields, "read")
                        + get(fields, "write")
                        + get(fields, "status")
                        + get(fields, "timeout"),
                get(fields, "p50"),
                get(fields, "p99"),
                get(fields, "p999"));
    }

    private static long get(Map<String, Long> fields, String name) {
        Long value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("wrk did not report " + name + ": " + fields);
        }
        return value;
    }

    public double requestsPerSecond() {
        return requests * 1e6 / Math.max(1, micros);
    }
}
