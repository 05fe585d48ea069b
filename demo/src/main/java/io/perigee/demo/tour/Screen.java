package io.perigee.demo.tour;

import io.perigee.demo.DemoEdge;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Writes the tour for people: with colours on a terminal, plain lines in a pipe. */
final class Screen {

    private static final String BOLD = "1";
    private static final String FAINT = "2";
    private static final String GREEN = "32";
    private static final String RED = "31;1";

    private final PrintWriter out;
    private final boolean colours;

    Screen(PrintWriter out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    void begin(int number, int of, TourStep step) {
        line("");
        line(painted(BOLD, number + "/" + of + "  " + step.title()));
        for (String text : step.story().strip().split("\n", -1)) {
            line("     " + text.strip());
        }
    }

    void request(String method, String target, DemoEdge at, String as, Seen seen) {
        StringBuilder text = new StringBuilder("     ")
                .append(method)
                .append(' ')
                .append(target)
                .append(" at ")
                .append(at.id());
        if (!as.isEmpty()) {
            text.append(" as ").append(as);
        }
        text.append(" -> ").append(seen.status());
        if (!seen.xCache().isEmpty()) {
            text.append(", ").append(seen.xCache());
        }
        line(painted(FAINT, text.append(", ").append(time(seen.took())).toString()));
    }

    void note(String text) {
        line(painted(FAINT, "     " + text));
    }

    void finding(Finding finding) {
        if (finding.holds()) {
            line("  " + painted(GREEN, "ok ") + finding.what() + ": " + finding.seen()
                    + (finding.expected().equals(finding.seen()) ? "" : " (expected " + finding.expected() + ")"));
        } else {
            line("  " + painted(RED, "NO ") + finding.what() + ": expected " + finding.expected() + ", saw "
                    + finding.seen());
        }
    }

    void end(List<StepResult> results, Duration took) {
        line("");
        for (StepResult result : results) {
            line("  " + (result.passed() ? painted(GREEN, "ok") : painted(RED, "NO")) + "  " + result.title() + " ("
                    + time(result.took()) + ")");
        }
        long passed = results.stream().filter(StepResult::passed).count();
        line("");
        line(
                passed == results.size()
                        ? painted(GREEN, "All " + passed + " steps went as expected, in " + time(took) + ".")
                        : painted(RED, (results.size() - passed) + " of " + results.size() + " steps differ."));
    }

    static String time(Duration took) {
        return took.toMillis() < 10_000 ? took.toMillis() + " ms" : took.toSeconds() + " s";
    }

    private String painted(String colour, String text) {
        return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
