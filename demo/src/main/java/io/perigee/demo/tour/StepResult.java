package io.perigee.demo.tour;

import java.time.Duration;
import java.util.List;

/**
 * What became of a step.
 *
 * @param findings in the order in which they were made
 */
public record StepResult(String title, List<Finding> findings, Duration took) {

    public StepResult {
        findings = List.copyOf(findings);
    }

    /** Whether everything was as expected, and anything was looked at. */
    public boolean passed() {
        return !findings.isEmpty() && findings.stream().allMatch(Finding::holds);
    }
}
