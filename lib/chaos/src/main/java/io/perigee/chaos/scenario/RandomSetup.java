package io.perigee.chaos.scenario;

import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.time.Duration;
import java.util.List;

/** Faults by chance. */
public record RandomSetup(
        @Setting(
                value = "Which kinds, each as likely as the others; one that is named twice is twice as likely.",
                minItems = 1)
        List<FaultKind> faults,

        @Setting(value = "The longest calm between the end of one fault and the beginning of the next.", min = "0s")
        @Default("8s")
        Duration calm,

        @Setting(value = "The longest that one lasts.", min = "100ms") @Default("8s")
        Duration lasts) {

    public RandomSetup {
        faults = List.copyOf(faults);
    }
}
