package io.perigee.observability.traffic;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.perigee.observability.Outcome;
import java.util.Collection;
import java.util.Set;

/**
 * The requests that ended within a time, of one distribution on one node or of many. Names that another version of the program counts are kept
 * as they are.
 *
 * @param outcomes requests by {@link Outcome}
 * @param reasons requests by the label of their {@link io.perigee.observability.Reason}
 * @param statuses requests by status code; {@code 0} where none was sent
 * @param durations requests by the number of their {@linkplain DurationClasses class}, from their first byte to the response's last
 * @param countries requests by the viewer's country, ISO 3166-1 alpha-2
 * @param urls requests by path, for the paths asked for most; an estimate that is never too high
 * @param bytes of the responses, heads included
 * @param hitBytes those of them that came from the node's own cache
 */
public record Traffic(
        Tally outcomes,
        Tally reasons,
        Tally statuses,
        Tally durations,
        Tally countries,
        Tally urls,
        long bytes,
        long hitBytes) {

    public static final Traffic NONE =
            new Traffic(Tally.EMPTY, Tally.EMPTY, Tally.EMPTY, Tally.EMPTY, Tally.EMPTY, Tally.EMPTY, 0, 0);

    /** Paths that are kept of many. */
    private static final int MOST_URLS = 50;

    private static final Set<String> UPSTREAM =
            Set.of(Outcome.Miss.name(), Outcome.RefreshHit.name(), Outcome.OriginShieldHit.name());

    /** How many requests ended. */
    public long requests() {
        return outcomes.total();
    }

    /** How many were answered from the node's own cache. */
    public long hits() {
        return outcomes.get(Outcome.Hit.name());
    }

    /** How many were answered by the tier behind. */
    public long upstream() {
        return outcomes.total(UPSTREAM::contains);
    }

    /** How many got a status of the server's fault, 5xx. */
    public long errors() {
        return statuses.total(status -> status.startsWith("5"));
    }

    @JsonIgnore
    public boolean isNone() {
        return equals(NONE);
    }

    /** The sum of many. */
    public static Traffic sum(Collection<Traffic> parts) {
        return switch (parts.size()) {
            case 0 -> NONE;
            case 1 -> parts.iterator().next();
            default ->
                new Traffic(
                        Tally.sum(parts.stream().map(Traffic::outcomes)),
                        Tally.sum(parts.stream().map(Traffic::reasons)),
                        Tally.sum(parts.stream().map(Traffic::statuses)),
                        Tally.sum(parts.stream().map(Traffic::durations)),
                        Tally.sum(parts.stream().map(Traffic::countries)),
                        Tally.sum(parts.stream().map(Traffic::urls)).most(MOST_URLS),
                        parts.stream().mapToLong(Traffic::bytes).sum(),
                        parts.stream().mapToLong(Traffic::hitBytes).sum());
        };
    }
}
