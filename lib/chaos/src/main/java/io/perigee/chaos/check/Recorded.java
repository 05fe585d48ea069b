package io.perigee.chaos.check;

import io.perigee.chaos.history.Event;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A history, sorted by what its events are. */
record Recorded(
        Event.Began began,
        Map<Long, Event.Fetched> fetches,
        List<Event.Answered> answers,
        List<Event.Failed> failures,
        List<Event.Invalidated> invalidations,
        List<Event.Changed> changes,
        List<Event.Faulted> faults,
        List<Event.NotTried> notTried,
        List<Event.Agreed> agreements,
        List<Event.Served> served) {

    static Recorded of(List<Event> events) {
        Event.Began began = new Event.Began(Event.Began.FORMAT, "", 0, "", 0, List.of());
        Recorded all = new Recorded(
                began,
                new HashMap<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        for (Event event : events) {
            switch (event) {
                case Event.Began first -> began = first;
                case Event.Fetched fetch -> all.fetches.put(fetch.id(), fetch);
                case Event.Answered answer -> all.answers.add(answer);
                case Event.Failed failure -> all.failures.add(failure);
                case Event.Invalidated invalidation -> all.invalidations.add(invalidation);
                case Event.Changed change -> all.changes.add(change);
                case Event.Faulted fault -> all.faults.add(fault);
                case Event.NotTried fault -> all.notTried.add(fault);
                case Event.Agreed agreement -> all.agreements.add(agreement);
                case Event.Served serving -> all.served.add(serving);
            }
        }
        return new Recorded(
                began,
                all.fetches,
                all.answers,
                all.failures,
                all.invalidations,
                all.changes,
                all.faults,
                all.notTried,
                all.agreements,
                all.served);
    }

    /** The nodes of a kind that the run began with. */
    Set<String> ids(Kind kind) {
        return began.nodes().stream()
                .filter(node -> node.kind() == kind)
                .map(PlacedNode::id)
                .collect(Collectors.toSet());
    }

    /** The region of a node that the run began with, or that of an edge that was added: ids are KIND-REGION-NUMBER. */
    String regionOf(String node) {
        return began.nodes().stream()
                .filter(each -> each.id().equals(node))
                .findFirst()
                .map(PlacedNode::region)
                .orElseGet(() -> {
                    String[] parts = node.split("-", -1);
                    return parts.length == 3 ? parts[1] : "";
                });
    }
}
