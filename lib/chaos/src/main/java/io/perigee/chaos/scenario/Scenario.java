package io.perigee.chaos.scenario;

import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.ConfigException;
import io.perigee.node.config.Default;
import io.perigee.node.config.NodeConfigReader;
import io.perigee.node.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scenario file. */
public record Scenario(
        @Setting(
                value = "What the run is called in the report.",
                pattern = "[^\\p{Cntrl}]{1,80}",
                form = "up to 80 characters")
        @Default("chaos")
        String name,

        @Setting(
                value =
                        "Where all chance of the run comes from, so that a schedule can be repeated; 0: another one each time. It is printed.",
                min = "0")
        @Default("0")
        long seed,

        @Setting(
                value =
                        "How long the network is under load, from when it has been warmed until the last fault is healed; faults that are not over by then are healed.",
                min = "5s",
                max = "2h")
        @Default("1m")
        Duration duration,

        @Setting("The network that is started.") NetworkSetup network,
        @Setting("What goes on in it.") WorkloadSetup workload,
        @Setting("The faults that come at fixed times.") List<FaultSetup> faults,

        @Setting("Faults by chance, besides those; left out: none.") @Nullable
        RandomSetup random) {

    public Scenario {
        faults = List.copyOf(faults);
        ConfigChecks checks = new ConfigChecks();
        for (int i = 0; i < faults.size(); i++) {
            FaultSetup fault = faults.get(i);
            checks.that(
                    fault.at().compareTo(duration) < 0,
                    "faults[" + i + "].at",
                    fault.at().toMillis() + "ms",
                    "less than duration, " + duration.toMillis() + "ms");
            fault.checkTargets(checks, "faults[" + i + "].", network);
        }
        checks.done();
    }

    /**
     * Reads a file: YAML, or JSON if its name ends so. Its values may name environment variables, <code>${NAME}</code>.
     *
     * @throws ConfigException if it cannot be read or is not valid; with every violation
     */
    public static Scenario read(Path file) {
        return NodeConfigReader.read(file, Scenario.class);
    }

    /** The same with another seed. */
    public Scenario withSeed(long another) {
        return new Scenario(name, another, duration, network, workload, faults, random);
    }

    /** The same with another duration. */
    public Scenario withDuration(Duration another) {
        return new Scenario(name, seed, another, network, workload, faults, random);
    }

    /** Whether one of its faults is of that kind, by plan or by chance. */
    public boolean mayHave(FaultKind kind) {
        return faults.stream().anyMatch(each -> each.fault() == kind)
                || (random != null && random.faults().contains(kind));
    }
}
