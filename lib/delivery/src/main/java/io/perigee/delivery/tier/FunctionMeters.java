package io.perigee.delivery.tier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.host.FunctionCounters;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionStatus;
import io.perigee.functions.runtime.ProvisionedUse;
import io.perigee.functions.runtime.RuntimeCounters;
import io.perigee.observability.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the functions on a node: a version's appear when it is put into service, and go when it has been retired.
 *
 * <p>With the tags {@code tier}, {@code location}, {@code function}, {@code version}, {@code event} (a point, or {@code invoke} for a call
 * with a payload of its own):
 *
 * <ul>
 *   <li>{@code perigee_function_invocations_total}
 *   <li>{@code perigee_function_generated_responses_total}
 *   <li>{@code perigee_function_errors_total} with {@code kind}: {@code execution}, {@code validation}, {@code timeout}, {@code refused}
 *   <li>{@code perigee_function_throttles_total}
 *   <li>{@code perigee_function_duration_seconds}: count and sum; {@code perigee_function_duration_longest_seconds}
 *   <li>{@code perigee_function_blocked_event_loops_total}
 * </ul>
 *
 * <p>The same without {@code event}: {@code perigee_function_concurrent_executions}, {@code perigee_function_circuit_closed},
 * {@code perigee_function_cold_starts_total}, {@code perigee_function_warm_starts_total}, {@code perigee_function_environments},
 * {@code perigee_function_memory_peak_megabytes}, {@code perigee_function_compute_utilisation_percent},
 * {@code perigee_function_provisioned_requested}, {@code perigee_function_provisioned_available}, {@code perigee_function_provisioned_in_use},
 * {@code perigee_function_provisioned_invocations_total}, {@code perigee_function_provisioned_spillover_invocations_total}. And for all functions
 * together {@code perigee_functions_concurrent_executions}.
 */
public final class FunctionMeters {

    private static final String DIRECT = "invoke";

    private final MeterRegistry registry;
    private final FunctionHost host;
    private final Tags node;
    private final Map<FunctionId, List<Meter>> registered = new HashMap<>();

    private FunctionMeters(MeterRegistry registry, Tier tier, String location, FunctionHost host) {
        this.registry = registry;
        this.host = host;
        node = Tags.of("tier", tier.label(), "location", location);
    }

    /** Registers the meters of what runs, and from now on those of what is deployed. */
    public static void register(MeterRegistry registry, Tier tier, String location, FunctionHost host) {
        FunctionMeters meters = new FunctionMeters(registry, tier, location, host);
        Gauge.builder("perigee.functions.concurrent.executions", host, FunctionHost::underWay)
                .description("Calls of functions under way that count against the limit of all together")
                .tags(meters.node)
                .register(registry);
        host.onChange(meters::follow);
        meters.follow();
    }

    private synchronized void follow() {
        Set<FunctionId> gone = new HashSet<>(registered.keySet());
        for (FunctionStatus status : host.statuses()) {
            FunctionId id = status.function();
            gone.remove(id);
            registered.computeIfAbsent(id, this::meters);
        }
        for (FunctionId id : gone) {
            List<Meter> meters = registered.remove(id);
            if (meters != null) {
                meters.forEach(registry::remove);
            }
        }
    }

    private List<Meter> meters(FunctionId id) {
        List<Meter> meters = new ArrayList<>();
        Tags tags = node.and("function", id.name(), "version", Long.toString(id.version()));
        for (EventType event : EventType.values()) {
            counters(id, Optional.of(event), tags.and("event", event.label()), meters::add);
        }
        counters(id, Optional.empty(), tags.and("event", DIRECT), meters::add);
        statuses(id, tags, meters::add);
        return meters;
    }

    private void counters(FunctionId id, Optional<EventType> event, Tags tags, Consumer<Meter> add) {
        Function<ToDoubleFunction<FunctionCounters>, ToDoubleFunction<FunctionHost>> of = value ->
                from -> from.counters(id, event).map(value::applyAsDouble).orElse(0.0);
        add.accept(counter("invocations", tags, "Calls that have ended", of.apply(FunctionCounters::invocations)));
        add.accept(counter(
                "generated.responses",
                tags,
                "Calls that answered in place of cache and origin",
                of.apply(FunctionCounters::generatedResponses)));
        String errors = "Calls that failed, by how";
        add.accept(
                counter("errors", tags.and("kind", "execution"), errors, of.apply(FunctionCounters::executionErrors)));
        add.accept(
                counter("errors", tags.and("kind", "validation"), errors, of.apply(FunctionCounters::invalidResults)));
        add.accept(counter("errors", tags.and("kind", "timeout"), errors, of.apply(FunctionCounters::timeouts)));
        add.accept(counter("errors", tags.and("kind", "refused"), errors, of.apply(FunctionCounters::refusals)));
        add.accept(
                counter("throttles", tags, "Calls refused because of a limit", of.apply(FunctionCounters::throttles)));
        add.accept(counter(
                "blocked.event.loops",
                tags,
                "How often a handler was found to hold its event loop",
                of.apply(FunctionCounters::blockedEventLoops)));
        add.accept(FunctionTimer.builder(
                        "perigee.function.duration",
                        host,
                        from -> from.counters(id, event)
                                .map(FunctionCounters::invocations)
                                .orElse(0L),
                        of.apply(FunctionCounters::totalNanos),
                        TimeUnit.NANOSECONDS)
                .description("From admission to result")
                .tags(tags)
                .register(registry));
        add.accept(gauge(
                "duration.longest",
                tags,
                "The longest call",
                "seconds",
                of.apply(counters -> counters.maxNanos() / 1e9)));
    }

    private void statuses(FunctionId id, Tags tags, Consumer<Meter> add) {
        Function<ToDoubleFunction<FunctionStatus>, ToDoubleFunction<FunctionHost>> of =
                value -> from -> from.status(id).map(value::applyAsDouble).orElse(0.0);
        Function<ToDoubleFunction<RuntimeCounters>, ToDoubleFunction<FunctionHost>> runtime =
                value -> of.apply(status -> value.applyAsDouble(status.runtime()));
        add.accept(gauge("concurrent.executions", tags, "Calls under way", null, of.apply(FunctionStatus::underWay)));
        add.accept(gauge(
                "circuit.closed",
                tags,
                "0 while calls are refused or wait because too many have failed or have cost too much",
                null,
                of.apply(status -> status.circuitClosed() ? 1 : 0)));
        add.accept(counter(
                "cold.starts",
                tags,
                "Calls that waited for an environment to be started",
                runtime.apply(RuntimeCounters::coldStarts)));
        add.accept(counter(
                "warm.starts", tags, "Calls that found an environment", runtime.apply(RuntimeCounters::warmStarts)));
        add.accept(
                gauge("environments", tags, "Environments alive", null, runtime.apply(RuntimeCounters::environments)));
        add.accept(gauge(
                "memory.peak",
                tags,
                "The most memory that an environment has used",
                "megabytes",
                runtime.apply(RuntimeCounters::maxMemoryUsed)));
        add.accept(gauge(
                "compute.utilisation",
                tags,
                "The longest call as a share of the compute time allowed",
                "percent",
                runtime.apply(RuntimeCounters::computeUtilisation)));
        Function<ToDoubleFunction<ProvisionedUse>, ToDoubleFunction<FunctionHost>> provisioned =
                value -> runtime.apply(counters -> value.applyAsDouble(counters.provisioned()));
        add.accept(gauge(
                "provisioned.requested",
                tags,
                "Environments that are to be kept initialised",
                null,
                provisioned.apply(ProvisionedUse::requested)));
        add.accept(gauge(
                "provisioned.available",
                tags,
                "Those of them that are",
                null,
                provisioned.apply(ProvisionedUse::available)));
        add.accept(gauge(
                "provisioned.in.use",
                tags,
                "Those of them that have a call",
                null,
                provisioned.apply(ProvisionedUse::inUse)));
        add.accept(counter(
                "provisioned.invocations",
                tags,
                "Calls that ran in a provisioned environment",
                provisioned.apply(ProvisionedUse::invocations)));
        add.accept(counter(
                "provisioned.spillover.invocations",
                tags,
                "Calls that ran elsewhere since all provisioned environments were busy or not there yet",
                provisioned.apply(ProvisionedUse::spilloverInvocations)));
    }

    private Meter counter(String name, Tags tags, String description, ToDoubleFunction<FunctionHost> value) {
        return FunctionCounter.builder("perigee.function." + name, host, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Meter gauge(
            String name, Tags tags, String description, @Nullable String unit, ToDoubleFunction<FunctionHost> value) {
        return Gauge.builder("perigee.function." + name, host, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }
}
