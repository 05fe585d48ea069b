package io.perigee.control.prewarm;

import io.perigee.control.router.RoutableEdge;
import io.perigee.control.router.RoutableEdges;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.Prewarm;
import io.perigee.distribution.document.Violation;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The jobs of this control plane. They live in its memory: when it ends they end, and another control plane does not know them. What they have
 * filled stays filled, and a job that is begun anew finds it there.
 */
public final class Prewarms {

    /** So many run at the same time; more are refused. */
    public static final int MOST_RUNNING = 4;

    /** So many are remembered; the oldest that have ended are forgotten. */
    public static final int MOST_REMEMBERED = 100;

    private final Vertx vertx;
    private final RoutableEdges edges;
    private final EdgeRequests requests;
    private final Supplier<String> ids;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<String, PrewarmJob> jobs = new LinkedHashMap<>();

    /**
     * No jobs yet.
     *
     * @param ids gives a new unique id with each call
     */
    public Prewarms(
            Vertx vertx,
            RoutableEdges edges,
            NodeAuthenticator authenticator,
            Supplier<String> ids,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.edges = edges;
        this.requests = new EdgeRequests(vertx, authenticator);
        this.ids = ids;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** What became of the wish for a job. */
    public sealed interface Begun {
        record Running(PrewarmJob job) implements Begun {}

        /** It does not go together with the network as it is. */
        record Refused(List<Violation> violations) implements Begun {}

        record TooMany() implements Begun {}
    }

    /** Begins a job. */
    public Begun begin(Distribution distribution, Prewarm wanted) {
        List<Violation> violations = new ArrayList<>();
        if (!distribution.enabled()) {
            violations.add(new Violation("distribution", distribution.id(), "one that is enabled"));
        }
        String host = host(distribution, wanted, violations);
        List<List<RoutableEdge>> groups = groups(distribution, wanted, violations);
        if (!violations.isEmpty()) {
            return new Begun.Refused(violations);
        }
        PrewarmJob job =
                new PrewarmJob(ids.get(), distribution.id(), wanted, host, groups, clock.millis(), requests, nanoTime);
        synchronized (this) {
            if (jobs.values().stream().filter(PrewarmJob::isRunning).count() >= MOST_RUNNING) {
                return new Begun.TooMany();
            }
            jobs.put(job.id(), job);
            while (jobs.size() > MOST_REMEMBERED) {
                jobs.values().stream()
                        .filter(each -> !each.isRunning())
                        .findFirst()
                        .ifPresent(oldest -> jobs.remove(oldest.id()));
            }
        }
        job.begin(vertx);
        return new Begun.Running(job);
    }

    private static String host(Distribution distribution, Prewarm wanted, List<Violation> violations) {
        if (wanted.host() != null) {
            return wanted.host();
        }
        Optional<String> alias = distribution.aliases().stream()
                .filter(each -> !each.startsWith("*"))
                .findFirst();
        if (alias.isEmpty()) {
            violations.add(new Violation(
                    "host", null, "the host name that viewers use: the distribution has no alias without wildcard"));
        }
        return alias.orElse("");
    }

    /** For each region its edges, or each edge by itself. */
    private List<List<RoutableEdge>> groups(Distribution distribution, Prewarm wanted, List<Violation> violations) {
        Map<String, List<RoutableEdge>> byRegion = new TreeMap<>();
        for (RoutableEdge edge : edges.edges()) {
            if (edge.state() == RoutableEdge.State.ROUTABLE && distribution.servedIn(edge.region())) {
                byRegion.computeIfAbsent(edge.region(), region -> new ArrayList<>())
                        .add(edge);
            }
        }
        String known = byRegion.isEmpty()
                ? "a region with an edge that is ready; there is none now"
                : "a region with an edge that is ready, and in which the distribution is served: "
                        + String.join(", ", byRegion.keySet());
        for (int i = 0; i < wanted.regions().size(); i++) {
            if (!byRegion.containsKey(wanted.regions().get(i))) {
                violations.add(
                        new Violation("regions[" + i + "]", wanted.regions().get(i), known));
            }
        }
        if (byRegion.isEmpty() && wanted.regions().isEmpty()) {
            violations.add(new Violation("regions", null, known));
        }
        if (!wanted.regions().isEmpty()) {
            byRegion.keySet().retainAll(wanted.regions());
        }
        return wanted.everyEdge()
                ? byRegion.values().stream().flatMap(List::stream).map(List::of).toList()
                : byRegion.values().stream().map(List::copyOf).toList();
    }

    /** A job of a distribution. */
    public synchronized Optional<PrewarmJob> find(String distribution, String id) {
        return Optional.ofNullable(jobs.get(id))
                .filter(job -> job.distribution().equals(distribution));
    }

    /** The jobs of a distribution, newest first. */
    public synchronized List<PrewarmJob> of(String distribution) {
        return jobs.values().stream()
                .filter(job -> job.distribution().equals(distribution))
                .toList()
                .reversed();
    }

    /** Cancels all. */
    public Future<Void> close() {
        List<PrewarmJob> all;
        synchronized (this) {
            all = List.copyOf(jobs.values());
        }
        all.forEach(PrewarmJob::cancel);
        return requests.close();
    }
}
