package io.perigee.chaos.check;

import io.perigee.chaos.history.Event.Agreed;
import io.perigee.chaos.history.Event.Changed;
import io.perigee.chaos.history.Event.Invalidated;
import io.perigee.chaos.history.Event.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Whether what was acknowledged stays, and comes to every node. */
final class Lasting {

    private static final long AGREEMENT_LIMIT = 5 * Instants.SECOND;

    private Lasting() {}

    static Verdict nothingLost(Recorded run) {
        List<String> findings = new ArrayList<>();
        for (Changed change : run.changes()) {
            if (!change.kept()) {
                findings.add(change.kind() + " " + change.number() + ", acknowledged at "
                        + Instants.text(change.acknowledgedAt()) + ", is gone");
            }
        }
        for (Invalidated invalidation : run.invalidations()) {
            String acknowledged = "invalidation " + invalidation.id() + ", acknowledged at "
                    + Instants.text(invalidation.acknowledgedAt());
            if (invalidation.completedAt().isEmpty()) {
                findings.add(acknowledged + ", did not complete");
            } else if (!invalidation.kept()) {
                findings.add(acknowledged + ", was completed and is not any more");
            }
        }
        int acknowledged = run.changes().size() + run.invalidations().size();
        return Verdict.of(
                NetworkPromise.NOTHING_LOST,
                acknowledged > 0,
                "lost = %d of %,d acknowledged".formatted(findings.size(), acknowledged),
                findings);
    }

    static Verdict agreement(Recorded run) {
        List<String> findings = new ArrayList<>();
        long longest = 0;
        int measured = 0;
        for (Agreed agreed : run.agreements()) {
            if (agreed.interrupted() && agreed.agreedAt().isEmpty()) {
                // The next fault came first: nothing is known, unless it took too long even so.
                continue;
            }
            measured++;
            if (agreed.agreedAt().isEmpty()) {
                findings.add("healed at " + Instants.text(agreed.healedAt()) + ", and never agreed on entry "
                        + agreed.head() + ": " + agreed.behind());
                continue;
            }
            long took = agreed.agreedAt().getAsLong() - agreed.healedAt();
            longest = Math.max(longest, took);
            if (took > AGREEMENT_LIMIT) {
                findings.add("healed at " + Instants.text(agreed.healedAt()) + ", agreed on entry " + agreed.head()
                        + " only " + Instants.text(took) + " later");
            }
        }
        findings.addAll(notServed(run));
        return Verdict.of(
                NetworkPromise.AGREEMENT,
                measured > 0,
                "longest of %d = %s".formatted(measured, Instants.text(longest)),
                findings);
    }

    /** What edges did not have at the end, though all had agreed. */
    private static List<String> notServed(Recorded run) {
        OptionalLong config = newest(run, Changed.Kind.CONFIGURATION);
        OptionalLong function = newest(run, Changed.Kind.FUNCTION);
        List<String> findings = new ArrayList<>();
        for (Served served : run.served()) {
            if (!served.notServed().isEmpty()) {
                findings.add(served.edge() + " does not serve " + served.notServed() + " at the end");
            }
            if (config.isPresent() && served.config() < config.getAsLong()) {
                findings.add(served.edge() + " serves with configuration " + served.config() + " at the end, and "
                        + config.getAsLong() + " was acknowledged");
            }
            if (function.isPresent() && served.function() < function.getAsLong()) {
                findings.add(served.edge() + " runs function " + served.function() + " at the end, and "
                        + function.getAsLong() + " was acknowledged");
            }
        }
        return findings;
    }

    private static OptionalLong newest(Recorded run, Changed.Kind kind) {
        return run.changes().stream()
                .filter(change -> change.kind() == kind)
                .mapToLong(Changed::number)
                .max();
    }
}
