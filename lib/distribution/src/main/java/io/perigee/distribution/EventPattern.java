package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import java.util.List;

/**
 * Events that have one of the values listed in each field that is named. See AWS on <a
 * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">event patterns</a>, of which this is equality.
 */
public record EventPattern(
        @Describes(value = "Where the event comes from, such as perigee.control; empty: anywhere.", defaultValue = "[]")
        List<String> source,

        @Describes(
                name = "detail-type",
                value = "What has happened, such as Distribution Deployed; empty: anything.",
                defaultValue = "[]")
        List<String> detailType,

        @Describes(value = "What it has happened to, such as distribution/site; empty: anything.", defaultValue = "[]")
        List<String> resources) {

    public EventPattern {
        source = List.copyOf(source);
        detailType = List.copyOf(detailType);
        resources = List.copyOf(resources);
    }

    /** Whether an event is one of these. */
    public boolean matches(String from, String type, List<String> about) {
        return (source.isEmpty() || source.contains(from))
                && (detailType.isEmpty() || detailType.contains(type))
                && (resources.isEmpty() || about.stream().anyMatch(resources::contains));
    }
}
