package io.perigee.benchmarks.functions;

/**
 * One measured figure.
 *
 * @param what was measured
 * @param value in its unit
 * @param goal the most that it should be, in the same unit
 * @param unit such as {@code µs}
 */
public record Figure(String what, double value, double goal, String unit) {
    public boolean met() {
        return value <= goal;
    }
}
