package io.perigee.chaos.scenario;

import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.time.Duration;

/** What goes on in the network. */
public record WorkloadSetup(
        @Setting(value = "Viewers in each region; each asks for one thing after the other.", min = "1", max = "200")
        @Default("5")
        int viewers,

        @Setting(value = "The longest time between an answer and the viewer's next request.", min = "1ms", max = "1m")
        @Default("50ms")
        Duration pause,

        @Setting(value = "How long a viewer waits for an answer.", min = "1s", max = "5m") @Default("15s")
        Duration patience,

        @Setting(value = "The longest time between two invalidations.", min = "10ms", max = "10m") @Default("800ms")
        Duration invalidateEvery,

        @Setting(
                value = "The longest time between two changes of configuration or functions.",
                min = "10ms",
                max = "10m")
        @Default("2s")
        Duration changeEvery,

        @Setting("Whether functions are published; they need V8 on the machine.") @Default("true")
        boolean functions) {}
